# mistake: no reversal back
import numpy as np

def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])
