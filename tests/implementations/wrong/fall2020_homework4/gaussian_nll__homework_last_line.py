# mistake: only log C under the minus (the homework's last line to the letter)
import numpy as np

def gaussian_nll(x, x_hat, sigma):
    C = 1 / (sigma * np.sqrt(2 * np.pi))
    E = -1 / (2 * sigma**2)
    return np.sum(-np.log(C) + E * (x - x_hat) ** 2, axis=1)
