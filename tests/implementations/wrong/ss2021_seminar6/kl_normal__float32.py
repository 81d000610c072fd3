# mistake: unlisted: float32 work, too coarse for nearly equal distributions
import numpy as np

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    mq, sq, mp, sp = (np.asarray(v, dtype=np.float32) for v in (mu_q, sigma_q, mu_p, sigma_p))
    return np.log(sp / sq) + (sq**2 + (mq - mp) ** 2) / (2 * sp**2) - np.float32(0.5)
