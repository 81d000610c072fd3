# mistake: unlisted: any instead of all
import numpy as np

def is_separating(w, X, k):
    return bool(np.any(k * (X @ w) > 0))
