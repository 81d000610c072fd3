# mistake: an extra S(1−S)
import itertools
import numpy as np
from scipy.special import expit

def score_term(phi):
    z = np.array(list(itertools.product([0, 1], repeat=len(phi))))
    s = expit(phi)
    q = np.where(z, s, 1 - s).prod(axis=1)
    dq = (z - s) * s * (1 - s)
    return q[:, None] * dq
