# style: float32 throughout, matrix product of a column, shape (1,)
import numpy as np

def hopfield_energy(W, x):
    W = W.astype(np.float32)
    x = x.astype(np.float32).reshape(-1, 1)
    return (np.float32(-0.5) * (x.T @ W @ x)).ravel()
