# style: xlogy of both terms
from scipy.special import xlogy, xlog1py

def bernoulli_nll(x, x_hat):
    return -(xlogy(x, x_hat) + xlog1py(1 - x, -x_hat)).sum(axis=1)
