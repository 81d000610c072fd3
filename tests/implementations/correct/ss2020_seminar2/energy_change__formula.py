# style: delta H from the local field
import numpy as np

def energy_change(W, x, i):
    mask = np.ones(len(x), dtype=bool)
    mask[i] = False
    h = (W[i] * x)[mask].sum()
    if h == 0:
        return 0.0
    return -(np.sign(h) - x[i]) * h
