# mistake: sign
import math

def score(z, phi):
    out = []
    for row in z:
        out.append([1 / (1 + math.exp(-f)) - float(b) for b, f in zip(row, phi)])
    return out
