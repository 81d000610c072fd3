# mistake: φ read as probabilities
import numpy as np

def data_term_grad(phi, log_p):
    n = len(phi)
    z = np.array([[(i >> j) & 1 for j in range(n)] for i in range(2**n)])
    q = np.where(z == 1, phi, 1 - phi).prod(axis=1)
    return (q * log_p(z)) @ (z - phi)
