# mistake: unregularised fit that diverges
import numpy as np

def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    for _ in range(20000):
        z = k * (X @ w)
        g = X.T @ (k * np.exp(-np.logaddexp(0, z)))
        w = w + 0.5 * g
    return w
