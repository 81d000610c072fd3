# style: reverse, cumsum, reverse
import numpy as np

def scan_backward(grad_y):
    return np.flip(np.cumsum(np.flip(grad_y)))
