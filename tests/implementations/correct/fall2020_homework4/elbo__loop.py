# style: a loop with math.log
import math

def elbo(q, log_joint):
    total = 0.0
    for qz, lj in zip(q, log_joint):
        if qz == 0:
            continue
        total += float(qz) * (float(lj) - math.log(qz))
    return total
