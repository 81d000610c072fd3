# mistake: unlisted: the distance not squared
import numpy as np

def gaussian_nll(x, x_hat, sigma):
    D = x.shape[1]
    return np.linalg.norm(x - x_hat, axis=1) / (2 * sigma**2) + D * np.log(sigma * np.sqrt(2 * np.pi))
