# mistake: unstable log(1+exp)
import numpy as np

def log_likelihood_grad(w, X, k):
    z = -k * (X @ w)
    s = np.exp(z) / (1 + np.exp(z))
    return X.T @ (k * s)
