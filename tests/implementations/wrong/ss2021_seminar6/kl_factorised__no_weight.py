# mistake: missing q weight
import numpy as np

def kl_factorised(qs, ps):
    with np.errstate(all="ignore"):
        terms = np.where(qs > 0, np.log(qs) - np.log(ps), 0.0)
    return terms.sum()
