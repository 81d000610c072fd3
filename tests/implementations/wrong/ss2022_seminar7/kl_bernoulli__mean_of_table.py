# mistake: mean
import numpy as np
from scipy.special import rel_entr

def kl_bernoulli(q, p):
    Q, P = np.array([q, 1 - q]), np.array([p, 1 - p])
    return rel_entr(Q, P).sum(0).sum() / len(q)
