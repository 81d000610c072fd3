# mistake: sign of the log
import math
import numpy as np

@np.vectorize
def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    return -math.log(sigma_p / sigma_q) + (sigma_q**2 + (mu_q - mu_p) ** 2) / (2 * sigma_p**2) - 0.5
