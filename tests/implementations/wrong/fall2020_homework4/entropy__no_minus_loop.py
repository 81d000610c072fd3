# mistake: H = Σ q log q (entropy)
import math

def entropy(q):
    return math.fsum(v * math.log(v) for v in q if v > 0)
