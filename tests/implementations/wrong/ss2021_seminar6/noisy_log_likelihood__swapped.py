# mistake: 1−ε and ε swapped
import numpy as np

def noisy_log_likelihood(scores, t, eps):
    z = t * scores
    with np.errstate(divide="ignore"):
        return np.logaddexp(np.log(1 - eps) - np.logaddexp(0, z), np.log(eps) - np.logaddexp(0, -z)).sum()
