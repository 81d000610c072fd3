# mistake: unlisted: a fixed step of 0.1 that oscillates for large λ or many samples
import numpy as np
from scipy.special import expit

def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    for step in range(5000):
        w = w + 0.1 * (X.T @ (k * expit(-k * (X @ w))) - 2 * lam * w)
    return w
