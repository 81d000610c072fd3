# mistake: exclusive (either function)
import numpy as np

def scan_backward(grad_y):
    out = np.zeros_like(grad_y)
    for i in range(len(grad_y) - 2, -1, -1):
        out[i] = out[i + 1] + grad_y[i + 1]
    return out
