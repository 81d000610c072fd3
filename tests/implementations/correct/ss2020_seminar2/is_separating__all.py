# style: np.all, numpy bool
import numpy as np

def is_separating(w, X, k):
    return np.all(k * (X @ w) > 0)
