# style: list of all terms, math.fsum
import math

def elbo_entropy(q, log_joint):
    pairs = [(float(a), float(b)) for a, b in zip(q, log_joint) if a > 0]
    if any(b == -math.inf for _, b in pairs):
        return -math.inf
    return math.fsum([a * b for a, b in pairs] + [-a * math.log(a) for a, _ in pairs])
