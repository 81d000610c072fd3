# mistake: swapped
import numpy as np

def kl_factorised(qs, ps):
    total = 0.0
    for q, p in zip(qs, ps):
        for a, b in zip(q, p):
            if b > 0:
                total += b * np.log(b / a) if a > 0 else np.inf
    return total
