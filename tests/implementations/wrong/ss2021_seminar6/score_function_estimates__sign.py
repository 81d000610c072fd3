# mistake: sign
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = rng.binomial(1, s, (num_samples, len(s)))
    loss = -log_p(z)
    return loss[:, None] * (z - s)
