# mistake: missing score factor
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    z = rng.binomial(1, expit(phi), (num_samples, phi.size))
    return np.outer(log_p(z), np.ones(phi.size))
