# style: nested Python lists
import math

def score(z, phi):
    s = [1 / (1 + math.exp(-f)) if f > -700 else 0.0 for f in phi]
    return [[float(b) - p for b, p in zip(row, s)] for row in z]
