# mistake: unlisted: samples with probabilities rounded to one decimal
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = (rng.integers(0, 10, size=(num_samples, len(phi))) < np.round(10 * s)).astype(float)
    return log_p(z)[:, None] * (z - s)
