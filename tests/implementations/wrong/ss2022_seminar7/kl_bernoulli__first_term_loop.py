# mistake: only the first term
import math

def kl_bernoulli(q, p):
    total = 0.0
    for a, b in zip(q, p):
        if a > 0:
            total += a * math.log(a / b) if b > 0 else math.inf
    return total
