# style: a (2, n) table, float32, the zeros masked
import numpy as np

def kl_bernoulli(q, p):
    Q = np.stack([q, 1 - q]).astype(np.float32)
    P = np.stack([p, 1 - p]).astype(np.float32)
    on = Q > 0
    with np.errstate(divide="ignore"):
        log_ratio = np.log(Q[on]) - np.log(P[on])
    return np.array([np.sum(Q[on] * log_ratio)])
