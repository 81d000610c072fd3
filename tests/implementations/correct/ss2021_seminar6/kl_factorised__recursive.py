# style: first component plus the rest
import numpy as np

def _kl(q, p):
    safe = np.where(q > 0, q, 1.0)
    with np.errstate(divide="ignore"):
        terms = np.where(q > 0, q * (np.log(safe) - np.log(p)), 0.0)
    return terms.sum()

def kl_factorised(qs, ps):
    if len(qs) == 0:
        return 0.0
    with np.errstate(invalid="ignore"):
        return _kl(qs[0], ps[0]) + kl_factorised(qs[1:], ps[1:])
