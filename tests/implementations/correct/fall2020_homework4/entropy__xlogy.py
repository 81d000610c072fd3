# style: -sum xlogy
from scipy.special import xlogy

def entropy(q):
    return -xlogy(q, q).sum()
