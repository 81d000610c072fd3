# mistake: unlisted: leaves out the all-ones state
import numpy as np
from scipy.special import expit

def data_term(phi, log_p):
    n = len(phi)
    z = np.array([[(i >> j) & 1 for j in range(n)] for i in range(2**n - 1)])
    q = np.where(z, expit(phi), expit(-phi)).prod(1)
    return q @ log_p(z)
