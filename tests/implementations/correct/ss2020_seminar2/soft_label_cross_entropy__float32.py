# style: float32, two-column tables
import numpy as np
from scipy.special import log_expit

def soft_label_cross_entropy(w, X, t, eps):
    s = (X.astype(np.float32) @ w.astype(np.float32))
    logq = np.stack([log_expit(-s), log_expit(s)], axis=1)          # columns k = -1, +1
    p = np.full((len(t), 2), eps, dtype=np.float32)
    p[np.arange(len(t)), (t > 0).astype(int)] = 1 - eps
    return [-(p * logq).sum()]
