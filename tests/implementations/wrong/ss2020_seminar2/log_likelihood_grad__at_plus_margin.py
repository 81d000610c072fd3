# mistake: unlisted: S(z) in place of S(−z)
from scipy.special import expit

def log_likelihood_grad(w, X, k):
    m = k * (X @ w)
    return (k * expit(m)) @ X
