# mistake: product instead of sum
from scipy.special import rel_entr

def kl_factorised(qs, ps):
    result = 1.0
    for q, p in zip(qs, ps):
        result *= sum(rel_entr(q, p))
    return result
