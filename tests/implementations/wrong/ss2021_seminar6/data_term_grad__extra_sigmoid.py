# mistake: unlisted: multiplies by S(1−S) once more
import numpy as np
from scipy.special import expit

def data_term_grad(phi, log_p):
    n = len(phi)
    z = np.arange(2**n)[:, None] >> np.arange(n) & 1
    s = expit(phi)
    q = np.where(z, s, 1 - s).prod(1)
    return s * (1 - s) * ((q * log_p(z)) @ (z - s))
