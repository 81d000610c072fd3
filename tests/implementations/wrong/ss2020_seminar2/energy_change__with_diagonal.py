# mistake: diagonal used in the update
import numpy as np

def energy_change(W, x, i):
    h = np.dot(W[i, :], x)
    x_new = np.where(h >= 0, 1.0, -1.0)
    return float(-(x_new - x[i]) * h)
