# mistake: unlisted: samples 1 where u > S(φ)
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = (rng.random((num_samples, len(phi))) > s).astype(float)
    return log_p(z)[:, None] * (z - s)
