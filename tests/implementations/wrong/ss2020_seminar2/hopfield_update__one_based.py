# mistake: i counted from 1
import numpy as np

def hopfield_update(W, x, i):
    i = i - 1  # neurons 1..n
    h = W[i] @ x - W[i, i] * x[i]
    out = np.array(x)
    out[i] = 1.0 if h >= 0 else -1.0
    return out
