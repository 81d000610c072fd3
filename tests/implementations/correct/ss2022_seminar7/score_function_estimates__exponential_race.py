# style: two exponential clocks a bit, the first one wins
import numpy as np

def score_function_estimates(phi, log_p, num_samples, rng):
    n = len(phi)
    rate1 = np.exp(-np.logaddexp(0, -phi))
    rate0 = np.exp(-np.logaddexp(0, phi))
    t1 = rng.standard_exponential((num_samples, n)) / rate1
    t0 = rng.standard_exponential((num_samples, n)) / rate0
    z = np.where(t1 < t0, 1, 0)
    return np.asarray(log_p(z))[:, None] * np.where(z == 1, rate0, -rate1)
