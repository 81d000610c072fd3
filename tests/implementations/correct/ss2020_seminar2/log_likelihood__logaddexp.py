# style: vectorised
import numpy as np

def log_likelihood(w, X, k):
    return -np.sum(np.logaddexp(0.0, -k * (X @ w)))
