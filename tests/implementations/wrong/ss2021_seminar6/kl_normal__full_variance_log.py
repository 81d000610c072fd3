# mistake: log of variance ratio without ½
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    vq, vp = sigma_q**2, sigma_p**2
    return np.log(vp / vq) + (vq + (mu_q - mu_p) ** 2) / (2 * vp) - 0.5
