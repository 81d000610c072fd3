# mistake: nan at the ends
import numpy as np

def kl_bernoulli(q, p):
    return np.sum(q * np.log(q / p) + (1 - q) * np.log((1 - q) / (1 - p)))
