# mistake: unstable
import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    return np.log((1 - eps) * sigmoid(z) + eps * sigmoid(-z)).sum()
