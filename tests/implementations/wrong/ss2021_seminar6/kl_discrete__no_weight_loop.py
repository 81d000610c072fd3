# mistake: missing q weight
import math

def kl_discrete(q, p):
    return sum((math.log(a / b) if b else math.inf) for a, b in zip(q, p) if a > 0)
