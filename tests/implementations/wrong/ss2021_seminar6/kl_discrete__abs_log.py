# mistake: absolute values
import math

def kl_discrete(q, p):
    total = 0
    for a, b in zip(q, p):
        if a > 0:
            total += a * abs(math.log(a / b)) if b > 0 else math.inf
    return total
