# mistake: z sampled from ½
import numpy as np
from scipy.special import expit

def score_function_estimates(phi, log_p, num_samples, rng):
    out = []
    for _ in range(num_samples):
        z = (rng.random(len(phi)) < 0.5).astype(float)
        out.append(log_p(z.reshape(1, -1)) * (z - expit(phi)))
    return np.array(out)
