# mistake: unstable
import numpy as np

def noisy_log_likelihood(scores, t, eps):
    q = 1 / (1 + np.exp(-t * scores))
    return np.sum(np.log((1 - eps) * q + eps * (1 - q)))
