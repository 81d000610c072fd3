# mistake: unlisted: nan at exact 0/1
import numpy as np

def bernoulli_nll(x, x_hat):
    return -np.sum(x * np.log(x_hat) + (1 - x) * np.log(1 - x_hat), axis=1)
