# style: accelerated gradient ascent with the step 1/L
import numpy as np

def fit(X, k, lam):
    L = 0.25 * np.linalg.norm(X, 2) ** 2 + 2 * lam
    mu = 2 * lam
    beta = (np.sqrt(L) - np.sqrt(mu)) / (np.sqrt(L) + np.sqrt(mu))
    w = v = np.zeros(X.shape[1])
    for it in range(40000):
        z = np.clip(k * (X @ v), -700, 700)
        g = X.T @ (k / (1 + np.exp(z))) - 2 * lam * v
        if np.sqrt(g @ g) < 1e-7:
            break
        w_new = v + g / L
        v = w_new + beta * (w_new - w)
        w = w_new
    return v
