# mistake: O(n²) matrix or sums of slices
import numpy as np

def scan_backward(grad_y):
    return np.array([np.sum(grad_y[j:]) for j in range(grad_y.size)])
