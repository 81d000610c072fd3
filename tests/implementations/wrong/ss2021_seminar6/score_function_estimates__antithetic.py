# mistake: unlisted: antithetic pairs, so that the rows are not independent
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    half = (num_samples + 1) // 2
    u = rng.random((half, len(phi)))
    u = np.concatenate([u, 1 - u])[:num_samples]
    z = (u < s).astype(float)
    return log_p(z)[:, None] * (z - s)
