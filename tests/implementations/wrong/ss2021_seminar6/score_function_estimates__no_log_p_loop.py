# mistake: missing log_p factor
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    out = np.zeros((num_samples, len(phi)))
    for s in range(num_samples):
        for i in range(len(phi)):
            z = rng.binomial(1, expit(phi[i]))
            out[s, i] = z - expit(phi[i])
    return out
