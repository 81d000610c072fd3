# style: rng.binomial over beta
import numpy as np

def score_estimates(beta, m, rng):
    return rng.binomial(1, beta, size=m) / beta
