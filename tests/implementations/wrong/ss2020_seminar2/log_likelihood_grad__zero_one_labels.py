# mistake: labels read as {0,1}
import numpy as np
from scipy.special import expit

def log_likelihood_grad(w, X, k):
    return X.T @ (k - expit(X @ w))
