# mistake: unlisted: the score alone, not weighted by q
import itertools
import numpy as np
from scipy.special import expit

def score_term(phi):
    z = np.array(list(itertools.product([0, 1], repeat=len(phi))))
    return z - expit(phi)
