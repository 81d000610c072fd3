# mistake: unlisted: x and x_hat exchanged
from scipy.special import xlogy

def bernoulli_nll(x, x_hat):
    return -(xlogy(x_hat, x) + xlogy(1 - x_hat, 1 - x)).sum(axis=1)
