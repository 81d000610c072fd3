# mistake: one-hot of the first maximiser under ties
import numpy as np

def argmax_indicator(x):
    out = np.zeros(len(x))
    out[np.argmax(x)] = 1
    return out
