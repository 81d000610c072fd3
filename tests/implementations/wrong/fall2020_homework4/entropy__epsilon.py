# mistake: unlisted: adds 1e-3 inside the logarithm
import numpy as np

def entropy(q):
    return -np.sum(q * np.log(q + 1e-3))
