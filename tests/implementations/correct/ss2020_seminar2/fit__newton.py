# style: damped Newton
import numpy as np

def fit(X, k, lam):
    m, n = X.shape
    w = np.zeros(n)

    def objective(w):
        return np.logaddexp(0, -k * (X @ w)).sum() + lam * w @ w

    for _ in range(100):
        z = k * (X @ w)
        s = np.exp(-np.logaddexp(0, z))      # S(-z)
        grad = -X.T @ (k * s) + 2 * lam * w
        if np.linalg.norm(grad) < 1e-10:
            break
        H = X.T @ (X * (s * (1 - s))[:, None]) + 2 * lam * np.eye(n)
        step = np.linalg.solve(H, grad)
        a = 1.0
        while objective(w - a * step) > objective(w) - 1e-4 * a * grad @ step and a > 1e-12:
            a /= 2
        w = w - a * step
    return w
