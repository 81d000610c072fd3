# mistake: labels smoothed with ε/2
import numpy as np

def soft_label_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return np.sum((1 - eps / 2) * np.logaddexp(0, -z) + eps / 2 * np.logaddexp(0, z))
