# mistake: missing ½ and sign of H (in the energy or its change)
import numpy as np

def energy_change(W, x, i):
    def E(s):
        return -s @ W @ s  # quadratic form

    after = x.copy()
    h = W[i] @ x - W[i, i] * x[i]
    after[i] = x[i] if h == 0 else np.sign(h)
    return E(after) - E(x)
