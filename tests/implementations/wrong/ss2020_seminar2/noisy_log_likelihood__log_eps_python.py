# mistake: unstable
import math

def noisy_log_likelihood(w, X, t, eps):
    total = 0
    for xi, ti in zip(X, t):
        z = ti * sum(xi * w)
        q = math.exp(z) / (1 + math.exp(z))
        total += math.log((1 - eps) * q + eps * (1 - q))
    return total
