# mistake: unlisted: exactly βm ones, shuffled
import numpy as np

def score_estimates(beta, m, rng):
    out = np.zeros(m)
    out[: int(round(beta * m))] = 1 / beta
    rng.shuffle(out)
    return out
