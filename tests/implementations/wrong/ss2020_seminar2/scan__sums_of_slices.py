# mistake: O(n²) matrix or sums of slices
import numpy as np

def scan(x):
    return np.array([x[: i + 1].sum() for i in range(len(x))])
