# mistake: Σ_k p log q (the bound) instead of log Σ
import numpy as np

def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    return np.sum((1 - eps) * -np.logaddexp(0, -z) + eps * -np.logaddexp(0, z))
