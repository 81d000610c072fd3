# mistake: sign of the gradient
import numpy as np
from scipy.special import expit

def log_likelihood_grad(w, X, k):
    g = np.zeros_like(w)
    for xi, ki in zip(X, k):
        g -= ki * xi * expit(-ki * xi @ w)
    return g
