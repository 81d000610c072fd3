# mistake: swapped
import numpy as np

def kl_discrete(p, q):
    total = 0.0
    for a, b in zip(q, p):
        if a > 0:
            total += a * np.log(a / b) if b > 0 else np.inf
    return total
