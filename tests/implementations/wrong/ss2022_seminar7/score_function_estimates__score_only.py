# mistake: missing log_p factor
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    z = rng.binomial(1, expit(phi), (num_samples, phi.size))
    return z - expit(phi)
