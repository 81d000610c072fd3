# mistake: unlisted: ridge regression on the labels instead of the likelihood
import numpy as np

def fit(X, k, lam):
    return np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ k)
