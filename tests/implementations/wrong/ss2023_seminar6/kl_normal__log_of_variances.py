# mistake: log of variance ratio without ½
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    return np.log(sigma_p**2 / sigma_q**2) + (sigma_q**2 + (mu_p - mu_q) ** 2) / (2 * sigma_p**2) - 0.5
