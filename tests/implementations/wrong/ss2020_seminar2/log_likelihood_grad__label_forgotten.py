# mistake: unlisted: the factor k is forgotten
import numpy as np
from scipy.special import expit

def log_likelihood_grad(w, X, k):
    return X.T @ expit(-k * (X @ w))
