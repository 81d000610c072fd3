# style: plain gradient ascent, the step is halved or doubled
import numpy as np

def fit(X, k, lam):
    tol = 1e-5 * np.linalg.norm(X, axis=1).sum()
    f = lambda w: -np.logaddexp(0, -k * X.dot(w)).sum() - lam * w.dot(w)
    w = np.zeros(X.shape[1])
    step = 1.0
    for _ in range(50000):
        p = np.exp(-np.logaddexp(0, k * X.dot(w)))
        g = X.T.dot(k * p) - 2 * lam * w
        if np.linalg.norm(g) <= tol:
            break
        while f(w + step * g) < f(w) + 0.5 * step * g.dot(g) and step > 1e-14:
            step *= 0.5
        w = w + step * g
        step *= 2
    return w
