# style: a loop with the three cases
import math

def kl_discrete(q, p):
    d = 0.0
    for qi, pi in zip(q, p):
        if qi == 0:
            continue
        if pi == 0:
            return float("inf")
        d += qi * (math.log(qi) - math.log(pi))
    return d
