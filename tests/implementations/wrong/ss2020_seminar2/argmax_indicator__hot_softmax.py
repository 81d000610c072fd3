# mistake: uniform over ties
import numpy as np

def argmax_indicator(x):
    # softmax with a huge factor, as in the limit
    z = 1e12 * (x - x.max())
    e = np.exp(z)
    return np.round(e / e.sum(), 6)
