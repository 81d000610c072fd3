# mistake: offset missing
import numpy as np

def gaussian_nll(x, x_hat, sigma):
    return ((x - x_hat) ** 2).sum(axis=1) / (2 * sigma**2)
