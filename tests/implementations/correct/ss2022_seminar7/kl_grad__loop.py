# style: a loop, S(phi) S(-phi) in log-space
import math

def kl_grad(phi, prior):
    out = []
    for f, p in zip(phi, prior):
        a = abs(f)
        var = math.exp(-a - 2 * math.log1p(math.exp(-a)))
        out.append((f - (math.log(p) - math.log1p(-p))) * var)
    return out
