# style: matrix form
from scipy.special import expit

def log_likelihood_grad(w, X, k):
    margins = k * (X @ w)
    return X.T @ (k * expit(-margins))
