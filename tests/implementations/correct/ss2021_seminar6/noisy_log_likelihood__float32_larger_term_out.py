# style: float32, the larger exponential taken out
import numpy as np

def noisy_log_likelihood(scores, t, eps):
    z = (t * scores).astype(np.float32)
    eps = np.float32(eps)
    one = np.float32(1)
    if eps == 0 or eps == 1:
        if eps == 1:
            z = -z
        return -np.logaddexp(np.float32(0), -z).sum()
    a = np.abs(z)
    likely = np.where(z >= 0, one - eps, eps)
    ratio = np.log(likely + (one - likely) * np.exp(-a))
    return (ratio - np.log1p(np.exp(-a))).sum()
