# mistake: H = Σ q log q (entropy)
from scipy.special import xlogy

def entropy(q):
    return xlogy(q, q).sum()
