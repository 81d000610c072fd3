# mistake: − H (elbo_entropy)
import math

def entropy(q):
    return -sum(v * math.log(v) for v in q if v > 0)

def elbo_entropy(q, log_joint):
    expected = sum(v * l for v, l in zip(q, log_joint) if v > 0)
    return expected - entropy(q)
