# mistake: unlisted: in bits
import numpy as np

def kl_discrete(q, p):
    on = q > 0
    with np.errstate(divide="ignore"):
        return np.sum(q[on] * np.log2(q[on] / p[on]))
