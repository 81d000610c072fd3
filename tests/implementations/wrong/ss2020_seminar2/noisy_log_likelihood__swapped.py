# mistake: 1−ε and ε swapped
import numpy as np

def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        return np.logaddexp(np.log(eps) - np.logaddexp(0, -z),
                            np.log(1 - eps) - np.logaddexp(0, z)).sum()
