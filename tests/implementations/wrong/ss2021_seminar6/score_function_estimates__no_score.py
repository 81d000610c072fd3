# mistake: missing score factor
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = (rng.random((num_samples, len(s))) < s) * 1.0
    return np.repeat(log_p(z)[:, None], len(s), axis=1)
