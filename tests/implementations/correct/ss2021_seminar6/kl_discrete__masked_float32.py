# style: float32, only where q > 0
import numpy as np

def kl_discrete(q, p):
    q, p = q.astype(np.float32), p.astype(np.float32)
    on = q > 0
    with np.errstate(divide="ignore"):
        return np.sum(q[on] * np.log(q[on] / p[on]))
