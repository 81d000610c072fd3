# mistake: unlisted: clips ε into (0.01, 0.99) to avoid log 0
import numpy as np

def noisy_log_likelihood(w, X, t, eps):
    e = min(max(eps, 0.01), 0.99)
    z = t * (X @ w)
    return np.logaddexp(np.log(1 - e) - np.logaddexp(0, -z), np.log(e) - np.logaddexp(0, z)).sum()
