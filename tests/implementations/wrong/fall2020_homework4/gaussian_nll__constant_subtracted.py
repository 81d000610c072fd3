# mistake: sign of the offset
import numpy as np

def gaussian_nll(x, x_hat, sigma):
    D = x.shape[-1]
    return 0.5 * np.sum(((x - x_hat) / sigma) ** 2, -1) - D / 2 * np.log(2 * np.pi * sigma**2)
