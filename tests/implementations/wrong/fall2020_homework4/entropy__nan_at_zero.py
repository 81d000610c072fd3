# mistake: unlisted: nan where q = 0
import numpy as np

def entropy(q):
    return -np.sum(q * np.log(q))
