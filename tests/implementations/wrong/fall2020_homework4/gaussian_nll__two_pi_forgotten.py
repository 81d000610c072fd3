# mistake: unlisted: 2π left out of the constant
import numpy as np

def gaussian_nll(x, x_hat, sigma):
    return np.sum((x - x_hat) ** 2 / (2 * sigma**2) + np.log(sigma), axis=1)
