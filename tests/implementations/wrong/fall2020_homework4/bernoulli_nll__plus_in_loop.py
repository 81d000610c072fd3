# mistake: second term's sign
import numpy as np
from scipy.special import xlogy

def bernoulli_nll(x, x_hat):
    out = []
    for a, p in zip(x, x_hat):
        nll = 0.0
        for d in range(len(a)):
            nll += -xlogy(a[d], p[d]) + xlogy(1 - a[d], 1 - p[d])
        out.append(nll)
    return np.array(out)
