# mistake: all-zero rows
import numpy as np

def score_term(phi):
    n = len(phi)
    return np.zeros((2**n, n))
