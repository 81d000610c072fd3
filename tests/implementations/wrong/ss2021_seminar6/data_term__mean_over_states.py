# mistake: unlisted: divides by the number of states
import itertools
import numpy as np
from scipy.special import expit

def data_term(phi, log_p):
    z = np.array(list(itertools.product([0, 1], repeat=len(phi))))
    q = np.where(z, expit(phi), expit(-phi)).prod(1)
    return np.mean(q * log_p(z))
