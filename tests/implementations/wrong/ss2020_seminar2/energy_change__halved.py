# mistake: missing ½ and sign of H (in the energy or its change)
import numpy as np

def energy_change(W, x, i):
    W0 = W.copy()
    W0[i, i] = 0
    h = W0[i] @ x
    new = 1.0 if h >= 0 else -1.0
    # H has a factor 1/2 in front
    return -0.5 * (new - x[i]) * h
