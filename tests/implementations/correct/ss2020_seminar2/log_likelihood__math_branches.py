# style: a loop with math.log1p and two branches
import math

def log_sigmoid(z):
    if z >= 0:
        return -math.log1p(math.exp(-z))
    return z - math.log1p(math.exp(z))

def log_likelihood(w, X, k):
    total = 0.0
    for xi, ki in zip(X, k):
        total += log_sigmoid(ki * sum(a * b for a, b in zip(w, xi)))
    return total
