# mistake: mean instead of sum
import numpy as np

def log_likelihood(w, X, k):
    return -np.mean(np.logaddexp(0, -k * (X @ w)))
