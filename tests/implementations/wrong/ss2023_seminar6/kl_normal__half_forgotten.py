# mistake: missing −½
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    return 0.5 * (np.log(sigma_p**2 / sigma_q**2) + (sigma_q**2 + (mu_q - mu_p) ** 2) / sigma_p**2)
