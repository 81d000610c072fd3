# mistake: returns ones (exact value in disguise)
import numpy as np

def score_estimates(beta, m, rng):
    return np.ones(m)
