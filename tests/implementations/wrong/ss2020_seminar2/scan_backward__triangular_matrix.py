# mistake: O(n²) matrix or sums of slices
import numpy as np

def scan_backward(grad_y):
    J = np.tril(np.ones((len(grad_y), len(grad_y))))
    return J.T @ grad_y
