# mistake: unlisted: draws z with probability 1 − β
import numpy as np

def score_estimates(beta, m, rng):
    return np.where(rng.random(m) > beta, 1 / beta, 0)
