# mistake: offset not times D
import numpy as np

def gaussian_nll(x, x_hat, sigma):
    return np.sum((x - x_hat) ** 2, 1) / (2 * sigma**2) + 0.5 * np.log(2 * np.pi * sigma**2)
