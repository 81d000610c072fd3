# style: math scalars
import math

def entropy(q):
    h = 0.0
    for v in q:
        if v > 0:
            h += v * math.log(1 / v)
    return h
