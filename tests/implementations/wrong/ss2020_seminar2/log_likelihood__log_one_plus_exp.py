# mistake: unstable log(1+exp)
import numpy as np

def log_likelihood(w, X, k):
    return -np.sum(np.log(1 + np.exp(-k * (X @ w))))
