# style: math scalars and cases
import math

def term(a, b):
    if a == 0:
        return 0.0
    if b == 0:
        return math.inf
    return a * math.log(a / b)

def kl_bernoulli(q, p):
    return sum(term(a, b) + term(1 - a, 1 - b) for a, b in zip(q.tolist(), p.tolist()))
