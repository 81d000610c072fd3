# style: scipy.special.logsumexp
from scipy.special import logsumexp

def log_softmax(x):
    return x - logsumexp(x, axis=-1, keepdims=True)
