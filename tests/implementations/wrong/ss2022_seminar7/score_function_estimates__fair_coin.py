# mistake: z sampled from ½
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    z = rng.choice([0, 1], size=(num_samples, len(phi)))
    return log_p(z)[:, None] * (z - 1 / (1 + np.exp(-phi)))
