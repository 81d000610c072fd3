# mistake: unlisted: clips both means to [1e-7, 1 − 1e-7]
import numpy as np

def kl_bernoulli(q, p):
    q = np.clip(q, 1e-7, 1 - 1e-7)
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return np.sum(q * np.log(q / p) + (1 - q) * np.log((1 - q) / (1 - p)))
