# style: rng.choice of the two values, float32
import numpy as np

def score_estimates(beta, m, rng):
    values = np.array([0.0, 1.0 / beta], dtype=np.float32)
    return rng.choice(values, size=m, p=[1 - beta, beta])
