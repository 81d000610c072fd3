# style: per-sample loop, np.float32 accumulator
import numpy as np

def sigma(z):
    if z < 0:
        e = np.exp(z)
        return e / (1 + e)
    return 1 / (1 + np.exp(-z))

def log_likelihood_grad(w, X, k):
    w, X, k = w.astype(np.float32), X.astype(np.float32), k.astype(np.float32)
    g = np.zeros(len(w), dtype=np.float32)
    for i in range(len(k)):
        z = k[i] * np.dot(X[i], w)
        g += k[i] * X[i] * sigma(-z)
    return g
