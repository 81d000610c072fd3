# mistake: mean
import numpy as np
from scipy.special import log_expit

def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        terms = np.logaddexp(np.log(1 - eps) + log_expit(z), np.log(eps) + log_expit(-z))
    return terms.mean()
