# mistake: unlisted: the difference of the means is not squared
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    return np.log(sigma_p / sigma_q) + (sigma_q**2 + np.abs(mu_q - mu_p)) / (2 * sigma_p**2) - 0.5
