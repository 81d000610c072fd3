# mistake: sum without q weights
import itertools
import numpy as np

def data_term_grad(phi, log_p):
    s = 1 / (1 + np.exp(-phi))
    g = 0
    for z in itertools.product([0.0, 1.0], repeat=len(phi)):
        z = np.array([z])
        g = g + log_p(z)[0] * (z[0] - s)
    return g
