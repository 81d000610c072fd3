# mistake: unlisted: stops after 20 small gradient steps
import numpy as np
from scipy.special import expit

def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    for step in range(20):
        w += 0.01 * (X.T @ (k * expit(-k * (X @ w))) - 2 * lam * w)
    return w
