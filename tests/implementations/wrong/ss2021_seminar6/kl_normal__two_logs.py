# mistake: log of variance ratio without ½
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    a = 2 * np.log(sigma_p) - 2 * np.log(sigma_q)
    b = 0.5 * (sigma_q / sigma_p) ** 2
    c = 0.5 * ((mu_q - mu_p) / sigma_p) ** 2
    return a + b + c - 0.5
