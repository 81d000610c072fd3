# mistake: unlisted: in bits
import numpy as np

def entropy(q):
    p = q[q > 0]
    return -np.sum(p * np.log2(p))
