# mistake: (z−β)/(β(1−β)) without the factor z
import numpy as np

def score_estimates(beta, m, rng):
    z = (rng.random(m) < beta).astype(int)
    return np.where(z == 1, 1 / beta, -1 / (1 - beta))
