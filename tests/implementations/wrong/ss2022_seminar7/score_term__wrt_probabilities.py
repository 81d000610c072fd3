# mistake: gradient with respect to the probabilities
import itertools
import numpy as np

def score_term(phi):
    z = np.array(list(itertools.product([0, 1], repeat=len(phi))))
    s = 1 / (1 + np.exp(-phi))
    q = np.prod(s**z * (1 - s) ** (1 - z), axis=1)
    return q[:, None] * (z / s - (1 - z) / (1 - s))
