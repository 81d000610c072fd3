# mistake: the entropy term's sign
import math

def elbo(q, log_joint):
    return sum(a * (b + math.log(a)) for a, b in zip(q, log_joint) if a > 0)
