# mistake: unlisted: returns the negative log-likelihood
import numpy as np

def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        ll = np.logaddexp(np.log(1 - eps) - np.logaddexp(0, -z), np.log(eps) - np.logaddexp(0, z))
    return -np.sum(ll)
