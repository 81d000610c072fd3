# style: math scalars
import math

def nls(z):
    """-log S(z)"""
    return max(-z, 0.0) + math.log1p(math.exp(-abs(z)))

def soft_label_cross_entropy(scores, t, eps):
    return math.fsum((1 - eps) * nls(f * y) + eps * nls(-f * y) for f, y in zip(scores, t))
