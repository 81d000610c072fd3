# mistake: missing −½
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    ratio = sigma_q / sigma_p
    shift = (mu_q - mu_p) / sigma_p
    return 0.5 * (ratio**2 + shift**2) - np.log(ratio)
