# style: sorted terms, math.fsum
import math

def kl_discrete(q, p):
    def term(a, b):
        if not a:
            return 0.0
        return a * math.log(a / b) if b else math.inf

    terms = sorted((term(a, b) for a, b in zip(q.tolist(), p.tolist())), key=abs)
    return math.fsum(terms)
