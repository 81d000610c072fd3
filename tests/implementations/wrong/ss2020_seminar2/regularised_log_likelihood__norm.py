# mistake: λ‖w‖ unsquared
import numpy as np

def regularised_log_likelihood(w, X, k, lam):
    return np.sum(-np.logaddexp(0, -k * (X @ w))) - lam * np.linalg.norm(w)
