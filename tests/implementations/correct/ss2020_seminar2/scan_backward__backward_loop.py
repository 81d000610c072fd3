# style: from the last element to the first
import numpy as np

def scan_backward(grad_y):
    n = grad_y.shape[0]
    grad_x = np.zeros(n)
    acc = 0.0
    for j in range(n - 1, -1, -1):
        acc += grad_y[j]
        grad_x[j] = acc
    return grad_x
