# mistake: input modified in place
import numpy as np

def hopfield_update(W, x, i):
    np.fill_diagonal(W, 0)
    out = x.copy()
    h = W[i] @ x
    out[i] = out[i] if h == 0 else np.sign(h)
    return out
