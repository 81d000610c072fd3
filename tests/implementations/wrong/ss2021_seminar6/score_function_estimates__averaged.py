# mistake: averaged rows
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = (rng.random((num_samples, len(phi))) < s).astype(float)
    g = (log_p(z)[:, None] * (z - s)).mean(axis=0)
    return np.tile(g, (num_samples, 1))
