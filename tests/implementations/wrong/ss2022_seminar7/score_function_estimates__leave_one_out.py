# mistake: a baseline subtracted (the batch mean, or a function of z: the rows change)
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    s = expit(phi)
    z = (rng.random((num_samples, len(s))) < s).astype(float)
    f = np.asarray(log_p(z))
    if num_samples > 1:
        f = f - (f.sum() - f) / (num_samples - 1)
    return f[:, None] * (z - s)
