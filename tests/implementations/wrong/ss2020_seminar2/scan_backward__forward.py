# mistake: forward scan of grad
import numpy as np

def scan_backward(grad_y):
    return np.cumsum(grad_y)
