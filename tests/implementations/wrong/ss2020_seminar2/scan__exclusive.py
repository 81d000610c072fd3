# mistake: exclusive (either function)
import numpy as np

def scan(x):
    y = np.zeros_like(x)
    y[1:] = np.cumsum(x)[:-1]
    return y
