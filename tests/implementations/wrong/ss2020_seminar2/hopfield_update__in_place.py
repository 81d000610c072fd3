# mistake: input modified in place
import numpy as np

def hopfield_update(W, x, i):
    h = np.delete(W[i], i) @ np.delete(x, i)
    x[i] = 1 if h >= 0 else -1
    return x
