# style: log2, then times log 2
import numpy as np

def entropy(q):
    p = q[q != 0]
    bits = -(p * np.log2(p)).sum()
    return bits * np.log(2)
