# mistake: unlisted: the log-likelihood, without the minus
from scipy.special import xlogy

def bernoulli_nll(x, x_hat):
    return (xlogy(x, x_hat) + xlogy(1 - x, 1 - x_hat)).sum(axis=1)
