# mistake: unlisted: subtracts the log of the shifted sum from the unshifted scores
import numpy as np

def log_softmax(x):
    m = x.max(axis=-1, keepdims=True)
    return x - np.log(np.exp(x - m).sum(axis=-1, keepdims=True))
