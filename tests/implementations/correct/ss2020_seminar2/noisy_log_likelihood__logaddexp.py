# style: logaddexp of the two cases
import numpy as np

def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        a, b = np.log1p(-eps), np.log(eps)
    right = a - np.logaddexp(0, -z)
    wrong = b - np.logaddexp(0, z)
    return np.logaddexp(right, wrong).sum()
