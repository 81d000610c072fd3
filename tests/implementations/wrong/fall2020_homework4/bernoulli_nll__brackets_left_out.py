# mistake: second term's sign
from scipy.special import xlogy

def bernoulli_nll(x, x_hat):
    return -xlogy(x, x_hat).sum(1) + xlogy(1 - x, 1 - x_hat).sum(1)
