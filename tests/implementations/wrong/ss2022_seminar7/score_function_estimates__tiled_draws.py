# mistake: unlisted: 100 draws tiled
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = (rng.random((100, len(phi))) < s).astype(float)
    z = np.resize(z, (num_samples, len(phi)))
    return np.asarray(log_p(z))[:, None] * (z - s)
