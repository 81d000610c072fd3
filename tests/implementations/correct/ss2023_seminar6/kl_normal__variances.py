# style: rewritten with variances
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    vq, vp = np.square(sigma_q), np.square(sigma_p)
    return 0.5 * (np.log(vp) - np.log(vq) + (vq - vp) / vp + np.square(np.subtract(mu_q, mu_p)) / vp)
