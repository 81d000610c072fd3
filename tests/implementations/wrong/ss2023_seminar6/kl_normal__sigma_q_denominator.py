# mistake: σ_q in the denominator
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    return np.log(sigma_p / sigma_q) + 0.5 * (sigma_p**2 + (mu_q - mu_p) ** 2) / sigma_q**2 - 0.5
