# mistake: mean
import numpy as np

def fit(X, k, lam):
    m, n = X.shape
    w = np.zeros(n)
    for _ in range(60):
        s = np.exp(-np.logaddexp(0, k * (X @ w)))
        g = X.T @ (k * s) / m - 2 * lam * w
        H = (X.T * (s * (1 - s))) @ X / m + 2 * lam * np.eye(n)
        w = w + np.linalg.solve(H, g)
    return w
