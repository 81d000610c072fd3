# style: np.where and errstate
import numpy as np

def bernoulli_nll(x, x_hat):
    with np.errstate(divide="ignore", invalid="ignore"):
        on = np.where(x > 0, x * np.log(x_hat), 0.0)
        off = np.where(x < 1, (1 - x) * np.log(1 - x_hat), 0.0)
    return -np.sum(on + off, axis=-1)
