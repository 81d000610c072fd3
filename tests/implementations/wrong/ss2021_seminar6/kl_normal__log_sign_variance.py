# mistake: sign of the log
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    vq, vp = np.square(sigma_q), np.square(sigma_p)
    return (vq / vp + np.square(mu_p - mu_q) / vp - 1 + np.log(vq / vp)) / 2
