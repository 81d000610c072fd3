# style: a spawned child, one-hot multinomials
import numpy as np

def score_estimates(beta, m, rng):
    (child,) = rng.spawn(1)
    z = child.multinomial(1, [1 - beta, beta], size=m)[:, 1]
    return z * (1 / beta)
