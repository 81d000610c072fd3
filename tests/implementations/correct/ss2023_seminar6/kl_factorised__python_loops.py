# style: two loops
import numpy as np

def kl_factorised(qs, ps):
    n, K = qs.shape
    D = 0.0
    for k in range(K):
        for i in range(n):
            if qs[i, k] > 0:
                with np.errstate(divide="ignore"):
                    D -= qs[i, k] * np.log(ps[i, k] / qs[i, k])
    return D
