# mistake: unlisted: adds 1e-10 to both, so that infinity becomes a number
import numpy as np

def kl_discrete(q, p):
    e = 1e-10
    return np.sum(q * np.log((q + e) / (p + e)))
