# mistake: mean over components
import numpy as np

def kl_factorised(qs, ps):
    n = len(qs)
    D = 0.0
    for i in range(n):
        on = qs[i] > 0
        with np.errstate(divide="ignore"):
            D += np.sum(qs[i][on] * np.log(qs[i][on] / ps[i][on])) / n
    return D
