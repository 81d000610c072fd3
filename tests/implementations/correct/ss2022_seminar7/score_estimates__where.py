# style: rng.random, np.where
import numpy as np

def score_estimates(beta, m, rng):
    return np.where(rng.random(m) < beta, 1 / beta, 0.0)
