# mistake: + KL
import math

def elbo_reconstruction(q, log_lik, prior):
    value = 0.0
    for a, l, p in zip(q, log_lik, prior):
        if a == 0:
            continue
        if p == 0:
            return math.inf
        value += a * l
        value += a * (math.log(a) - math.log(p))
    return value
