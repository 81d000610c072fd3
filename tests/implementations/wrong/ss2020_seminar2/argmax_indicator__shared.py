# mistake: uniform over ties
import numpy as np

def argmax_indicator(x):
    m = (x == np.max(x)).astype(float)
    return m / m.sum()
