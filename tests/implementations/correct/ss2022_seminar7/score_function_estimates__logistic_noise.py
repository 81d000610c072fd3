# style: phi plus logistic noise is positive
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    z = (phi + rng.logistic(size=(num_samples, len(phi))) > 0).astype(float)
    return (z - expit(phi)) * log_p(z).reshape(num_samples, 1)
