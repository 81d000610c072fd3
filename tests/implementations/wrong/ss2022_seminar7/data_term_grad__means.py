# mistake: gradient with respect to the probabilities
import numpy as np
from scipy.special import expit

def data_term_grad(phi, log_p):
    n = len(phi)
    z = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    s = expit(phi)
    q = np.where(z, s, 1 - s).prod(axis=1)
    dlogq = z / s - (1 - z) / (1 - s)
    return (q * log_p(z)) @ dlogq
