# mistake: only the first term
from scipy.special import rel_entr

def kl_bernoulli(q, p):
    return rel_entr(q, p).sum()
