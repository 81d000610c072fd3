# style: rel_entr of both outcomes
from scipy.special import rel_entr

def kl_bernoulli(q, p):
    return (rel_entr(q, p) + rel_entr(1 - q, 1 - p)).sum()
