# mistake: bits reversed
import numpy as np
from scipy.special import expit

def score_term(phi):
    n = len(phi)
    z = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    s = expit(phi)
    return np.where(z, s, 1 - s).prod(axis=1, keepdims=True) * (z - s)
