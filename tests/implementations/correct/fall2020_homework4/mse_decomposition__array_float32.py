# style: one float32 array
import numpy as np

def mse_decomposition(sigma, D):
    s = np.float32(sigma)
    return np.array([0.5 / s / s, D * (np.log(s) + 0.5 * np.log(np.float32(2 * np.pi)))], dtype=np.float32)
