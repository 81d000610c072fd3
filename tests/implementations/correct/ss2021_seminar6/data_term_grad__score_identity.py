# style: sum of q log_p (z - S)
import numpy as np
from scipy.special import expit

def data_term_grad(phi, log_p):
    n = len(phi)
    z = np.array([[i >> j & 1 for j in range(n)] for i in range(2**n)], dtype=float)
    s = expit(phi)
    q = np.prod(np.where(z == 1, s, 1 - s), axis=1)
    return (q * log_p(z)) @ (z - s)
