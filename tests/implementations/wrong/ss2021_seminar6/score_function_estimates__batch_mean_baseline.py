# mistake: a baseline subtracted (the batch mean, or a function of z: the rows change)
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = (rng.random((num_samples, len(phi))) < s).astype(float)
    values = log_p(z)
    return (values - values.mean())[:, None] * (z - s)
