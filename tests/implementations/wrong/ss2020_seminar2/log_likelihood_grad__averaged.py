# mistake: mean instead of sum
from scipy.special import expit

def log_likelihood_grad(w, X, k):
    z = k * (X @ w)
    return X.T @ (k * (1 - expit(z))) / len(k)
