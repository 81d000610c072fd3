# mistake: swapped
from scipy.special import rel_entr

def kl_bernoulli(p, q):
    return sum(rel_entr(q, p) + rel_entr(1 - q, 1 - p))
