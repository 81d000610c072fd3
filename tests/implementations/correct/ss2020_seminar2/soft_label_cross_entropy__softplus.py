# style: sum of softplus(-z) + eps z
import numpy as np

def soft_label_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return np.sum(np.logaddexp(0, -z) + eps * z)
