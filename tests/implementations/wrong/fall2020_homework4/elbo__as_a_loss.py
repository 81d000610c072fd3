# mistake: the whole sign
import math

def elbo(q, log_joint):
    loss = 0.0
    for a, b in zip(q, log_joint):
        if a > 0:
            loss += a * (math.log(a) - b)
    return loss
