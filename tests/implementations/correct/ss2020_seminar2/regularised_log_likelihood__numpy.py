# style: softplus and w @ w
import numpy as np

def regularised_log_likelihood(w, X, k, lam):
    nll = np.logaddexp(0, -(X @ w) * k).sum()
    return -nll - lam * (w @ w)
