# mistake: unlisted: clips the probability at 1e-15 before the logarithm
import numpy as np
from scipy.special import expit

def log_likelihood(w, X, k):
    return float(np.log(np.clip(expit(k * (X @ w)), 1e-15, 1)).sum())
