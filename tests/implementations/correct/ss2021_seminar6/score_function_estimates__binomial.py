# style: rng.binomial
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    p = expit(phi)
    z = rng.binomial(1, p, size=(num_samples, p.size))
    return np.einsum("s,si->si", log_p(z), z - p)
