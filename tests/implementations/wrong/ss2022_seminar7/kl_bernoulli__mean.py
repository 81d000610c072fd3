# mistake: mean
import numpy as np
from scipy.special import rel_entr

def kl_bernoulli(q, p):
    return np.mean(rel_entr(q, p) + rel_entr(1 - q, 1 - p))
