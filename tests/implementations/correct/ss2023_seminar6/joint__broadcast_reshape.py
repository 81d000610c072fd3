# style: each marginal reshaped to its axis
import numpy as np

def joint(ps):
    n, K = ps.shape
    out = np.ones((K,) * n)
    for i in range(n):
        shape = [1] * n
        shape[i] = K
        out = out * ps[i].reshape(shape)
    return out
