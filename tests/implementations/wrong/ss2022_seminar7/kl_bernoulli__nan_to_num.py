# mistake: unlisted: np.nan_to_num turns the infinite value into a large number or 0
import numpy as np

def kl_bernoulli(q, p):
    with np.errstate(all="ignore"):
        terms = q * np.log(q / p) + (1 - q) * np.log((1 - q) / (1 - p))
    return np.nan_to_num(terms).sum()
