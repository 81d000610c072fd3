# mistake: σ taken as variance
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    return np.log(np.sqrt(sigma_p / sigma_q)) + (sigma_q + (mu_q - mu_p) ** 2) / (2 * sigma_p) - 0.5
