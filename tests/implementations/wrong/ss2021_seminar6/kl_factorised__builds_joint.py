# mistake: unlisted: builds the joint distributions, impossible for n = 40
from functools import reduce
import numpy as np
from scipy.special import rel_entr

def kl_factorised(qs, ps):
    q = reduce(np.multiply.outer, qs)
    p = reduce(np.multiply.outer, ps)
    return rel_entr(q, p).sum()
