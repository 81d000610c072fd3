# mistake: unlisted: every draw used twice
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = (rng.random(((num_samples + 1) // 2, len(phi))) < s).astype(float)
    z = np.repeat(z, 2, axis=0)[:num_samples]
    return log_p(z)[:, None] * (z - s)
