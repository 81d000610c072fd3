# style: labels mapped to {0,1}, X^T (y - S), sigmoid by tanh
import numpy as np

def log_likelihood_grad(w, X, k):
    y = (k + 1) / 2
    S = 0.5 * (1 + np.tanh(0.5 * X.dot(w)))
    return (y - S).dot(X)
