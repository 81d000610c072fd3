# mistake: ≥ for >
import numpy as np

def is_separating(w, X, k):
    return bool(np.all(k * (X @ w) >= 0))
