# style: computes H twice
import numpy as np

def energy_change(W, x, i):
    def H(s):
        return -0.5 * s @ W @ s

    off = W - np.diag(np.diag(W))
    y = x.copy()
    if off[i] @ x >= 0:
        y[i] = 1.0
    else:
        y[i] = -1.0
    return H(y) - H(x)
