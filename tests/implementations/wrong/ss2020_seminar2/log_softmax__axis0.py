# mistake: wrong axis
from scipy.special import log_softmax as lsm

def log_softmax(x):
    return lsm(x, axis=0)
