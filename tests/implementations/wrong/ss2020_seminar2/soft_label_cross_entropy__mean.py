# mistake: mean
import numpy as np

def soft_label_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return np.average(np.logaddexp(0, -z) + eps * z)
