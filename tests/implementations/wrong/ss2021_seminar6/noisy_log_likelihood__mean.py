# mistake: mean
import numpy as np

def noisy_log_likelihood(scores, t, eps):
    z = t * scores
    with np.errstate(divide="ignore"):
        terms = np.logaddexp(np.log1p(-eps) - np.logaddexp(0, -z), np.log(eps) - np.logaddexp(0, z))
    return np.mean(terms)
