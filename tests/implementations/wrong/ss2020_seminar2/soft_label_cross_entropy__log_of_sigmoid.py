# mistake: unlisted: unstable: log of the computed sigmoid gives 0 · inf = nan
import numpy as np

def soft_label_cross_entropy(w, X, t, eps):
    q = 1 / (1 + np.exp(-t * (X @ w)))
    return -np.sum((1 - eps) * np.log(q) + eps * np.log(1 - q))
