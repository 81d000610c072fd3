# style: itertools.product counts with the first bit most significant
import itertools
import numpy as np
from scipy.special import expit

def score_term(phi):
    z = np.array(list(itertools.product([0, 1], repeat=len(phi))))
    s = expit(phi)
    q = np.prod(np.where(z == 1, s, 1 - s), axis=1)
    return q[:, None] * (z - s)
