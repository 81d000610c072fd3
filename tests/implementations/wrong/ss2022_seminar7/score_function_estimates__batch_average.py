# mistake: averaged rows
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    s = 1 / (1 + np.exp(-phi))
    z = (rng.uniform(size=(num_samples, len(phi))) < s).astype(float)
    rows = np.asarray(log_p(z))[:, None] * (z - s)
    return np.ones((num_samples, 1)) * np.average(rows, axis=0)
