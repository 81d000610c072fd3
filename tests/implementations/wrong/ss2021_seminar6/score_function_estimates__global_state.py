# mistake: unlisted: ignores rng and uses np.random
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = np.random.binomial(1, s, size=(num_samples, len(phi)))
    return log_p(z)[:, None] * (z - s)
