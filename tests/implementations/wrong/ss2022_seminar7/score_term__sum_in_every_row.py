# mistake: all-zero rows
import itertools
import numpy as np
from scipy.special import expit

def score_term(phi):
    # the sum over z is zero, so each row is the total
    n = len(phi)
    z = np.array(list(itertools.product([0, 1], repeat=n)))
    s = expit(phi)
    q = np.where(z, s, 1 - s).prod(1)
    total = np.round(q @ (z - s), 12)
    return np.tile(total, (2**n, 1))
