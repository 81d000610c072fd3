# mistake: unlisted: log of the computed density, which underflows far from the mean
import numpy as np

def gaussian_nll(x, x_hat, sigma):
    density = np.exp(-0.5 * ((x - x_hat) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    return -np.log(density).sum(axis=1)
