# style: the closed form, a tuple
import numpy as np

def mse_decomposition(sigma, D):
    return 1 / (2 * sigma**2), D / 2 * np.log(2 * np.pi * sigma**2)
