# mistake: labels read as {0,1}
import numpy as np

def log_likelihood(w, X, k):
    z = X @ w
    ls = lambda a: -np.logaddexp(0, -a)
    return np.sum(k * ls(z) + (1 - k) * ls(-z))
