# mistake: O(n²) matrix or sums of slices
import numpy as np

def scan(x):
    n = len(x)
    return np.tril(np.ones((n, n))) @ x
