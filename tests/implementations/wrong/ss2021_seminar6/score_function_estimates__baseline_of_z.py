# mistake: a baseline subtracted (the batch mean, or a function of z: the rows change)
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    s = expit(phi)
    z = rng.binomial(1, s, size=(num_samples, len(phi)))
    baseline = log_p(np.zeros((1, len(phi))))[0]  # lowers the variance
    return (log_p(z) - baseline)[:, None] * (z - s)
