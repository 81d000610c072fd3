# mistake: mean
import numpy as np

def regularised_log_likelihood(w, X, k, lam):
    ll = -np.logaddexp(0, -k * (X @ w))
    return ll.mean() - lam * w @ w
