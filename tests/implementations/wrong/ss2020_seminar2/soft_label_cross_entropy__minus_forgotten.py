# mistake: sign
import numpy as np

def soft_label_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return np.sum((1 - eps) * -np.logaddexp(0, -z) - eps * np.logaddexp(0, z))
