# mistake: missing log_p factor
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = rng.random((num_samples, len(s))) < s
    return z - s
