# style: normal draws below the quantile of S(phi)
import numpy as np
from scipy.special import expit, ndtri

def score_function_estimates(phi, log_p, num_samples, rng):
    threshold = ndtri(expit(phi))
    z = (rng.standard_normal((num_samples, phi.size)) <= threshold) + 0.0
    weights = log_p(z)
    return weights[:, None] * (z - expit(phi))
