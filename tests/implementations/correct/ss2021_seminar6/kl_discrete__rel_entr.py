# style: scipy.special.rel_entr
from scipy.special import rel_entr

def kl_discrete(q, p):
    return rel_entr(q, p).sum()
