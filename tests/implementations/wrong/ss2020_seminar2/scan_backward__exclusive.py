# mistake: exclusive (either function)
import numpy as np

def scan_backward(grad_y):
    return grad_y.sum() - np.cumsum(grad_y)
