# mistake: unlisted: a generator of its own with a fixed seed
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    rng = np.random.default_rng(42)
    s = 1 / (1 + np.exp(-phi))
    z = (rng.random((num_samples, len(phi))) < s).astype(float)
    return log_p(z)[:, None] * (z - s)
