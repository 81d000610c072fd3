# style: math scalars and np.vectorize
import math
import numpy as np

def _kl(m1, s1, m2, s2):
    return math.log(s2) - math.log(s1) + (s1 * s1 + (m1 - m2) ** 2) / (2 * s2 * s2) - 1 / 2

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    return np.vectorize(_kl, otypes=[float])(mu_q, sigma_q, mu_p, sigma_p)
