# mistake: unstable log(1+exp)
import numpy as np
from scipy.special import expit

def log_likelihood(w, X, k):
    p = expit(k * X.dot(w))
    return np.log(p).sum()
