# mistake: unlisted: a simulation
import numpy as np

def score_estimator_variance(beta, m):
    rng = np.random.default_rng(0)
    means = rng.binomial(m, beta, size=5000) / (m * beta)
    return means.var()
