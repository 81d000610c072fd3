# style: written with r² − 1 − log r², for nearly equal σ
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    d = (sigma_q - sigma_p) / sigma_p        # r = 1 + d
    mean_part = ((mu_q - mu_p) / sigma_p) ** 2
    return 0.5 * mean_part + 0.5 * d * (2 + d) - np.log1p(d)
