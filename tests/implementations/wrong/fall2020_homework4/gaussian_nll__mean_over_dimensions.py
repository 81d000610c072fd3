# mistake: unlisted: mean over D
import numpy as np

def gaussian_nll(x, x_hat, sigma):
    return np.mean((x - x_hat) ** 2 / (2 * sigma**2) + 0.5 * np.log(2 * np.pi * sigma**2), axis=1)
