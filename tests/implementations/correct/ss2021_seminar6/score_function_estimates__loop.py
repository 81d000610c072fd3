# style: one sample after the other, list of rows
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    rows = []
    s = expit(phi)
    for _ in range(num_samples):
        z = np.array([1.0 if rng.uniform() < si else 0.0 for si in s])
        rows.append(log_p(z[None, :])[0] * (z - s))
    return rows
