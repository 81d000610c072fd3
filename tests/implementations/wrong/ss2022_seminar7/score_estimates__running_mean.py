# mistake: unlisted: the mean of the estimates in every place
import numpy as np

def score_estimates(beta, m, rng):
    z = rng.binomial(1, beta, m)
    return np.full(m, z.mean() / beta)
