# mistake: unlisted: one uniform number for all bits of a row, so the bits are dependent
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = (rng.random((num_samples, 1)) < s).astype(float)
    return log_p(z)[:, None] * (z - s)
