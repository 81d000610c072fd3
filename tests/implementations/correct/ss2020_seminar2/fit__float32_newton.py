# style: Newton in float32, the root of the gradient
import numpy as np

def fit(X, k, lam):
    X = X.astype(np.float32)
    k = k.astype(np.float32)
    lam = np.float32(lam)
    n = X.shape[1]
    w = np.zeros(n, dtype=np.float32)
    best, best_norm = w, np.inf
    for _ in range(60):
        z = k * (X @ w)
        s = np.where(z > 0, np.exp(-np.abs(z)), np.float32(1)) / (1 + np.exp(-np.abs(z)))
        g = X.T @ (k * s) - 2 * lam * w
        norm = np.linalg.norm(g)
        if norm < best_norm:
            best, best_norm = w, norm
        H = (X.T * (s * (1 - s))) @ X + 2 * lam * np.eye(n, dtype=np.float32)
        d = np.linalg.solve(H, g)
        value = lambda v: float(np.logaddexp(0, -k * (X @ v)).sum() + lam * (v @ v))
        a = np.float32(1)
        while value(w + a * d) > value(w) and a > 1e-3:
            a = a / 2
        w = w + a * d
    return best
