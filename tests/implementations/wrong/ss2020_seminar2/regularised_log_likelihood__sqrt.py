# mistake: λ‖w‖ unsquared
import numpy as np
from scipy.special import log_expit

def regularised_log_likelihood(w, X, k, lam):
    penalty = np.sqrt(np.einsum("i,i->", w, w))
    return log_expit(k * X.dot(w)).sum() - lam * penalty
