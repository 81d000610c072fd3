# style: the smallest margin, an int
import numpy as np

def is_separating(w, X, k):
    margins = np.multiply(k, np.matmul(X, w))
    return int(margins.min() > 0)
