# mistake: φ read as probabilities
import numpy as np

def data_term(phi, log_p):
    n = len(phi)
    z = np.stack(np.meshgrid(*[[0, 1]] * n, indexing="ij"), -1).reshape(-1, n)
    q = np.ones(2**n)
    for i in range(n):
        q = q * np.where(z[:, i] == 1, phi[i], 1 - phi[i])
    return q @ log_p(z)
