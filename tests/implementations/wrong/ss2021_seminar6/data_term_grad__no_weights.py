# mistake: sum without q weights
import numpy as np
from scipy.special import expit

def data_term_grad(phi, log_p):
    n = phi.size
    z = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    return np.sum(log_p(z)[:, None] * (z - expit(phi)), axis=0)
