# style: one over the sum of exp(x_j - x_i)
import numpy as np

def softmax(x):
    diff = x[..., None, :] - x[..., :, None]  # (..., i, j)
    with np.errstate(over="ignore"):
        return 1.0 / np.exp(diff).sum(-1)
