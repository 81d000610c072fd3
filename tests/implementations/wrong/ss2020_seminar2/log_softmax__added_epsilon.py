# mistake: unlisted: adds 1e-12 inside the logarithm
import numpy as np

def log_softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True) + 1e-12)
