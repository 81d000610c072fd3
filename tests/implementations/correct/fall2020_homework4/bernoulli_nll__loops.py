# style: loops with cases
import math
import numpy as np

def xlog(a, b):
    if a == 0:
        return 0.0
    return a * math.log(b) if b > 0 else -math.inf

def bernoulli_nll(x, x_hat):
    out = np.zeros(len(x))
    for i in range(x.shape[0]):
        for d in range(x.shape[1]):
            out[i] -= xlog(x[i, d], x_hat[i, d]) + xlog(1 - x[i, d], 1 - x_hat[i, d])
    return out
