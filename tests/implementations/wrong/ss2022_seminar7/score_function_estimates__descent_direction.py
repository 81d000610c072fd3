# mistake: sign
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    s = expit(phi)
    z = (rng.random((num_samples, len(s))) < s).astype(float)
    return log_p(z)[:, None] * (s - z)
