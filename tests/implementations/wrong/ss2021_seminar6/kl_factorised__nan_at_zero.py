# mistake: nan at q = 0
import numpy as np

def kl_factorised(qs, ps):
    return float(np.einsum("ik,ik->", qs, np.log(qs) - np.log(ps)))
