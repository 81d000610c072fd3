# mistake: ≤ and < exchanged
import numpy as np

def average_precision(d_pos, d_neg):
    loss = 0.0
    for p in d_pos:
        k = 1 + np.sum(d_pos < p) + np.sum(d_neg < p)
        loss += np.sum(d_neg <= p) / k
    return 1 - loss / len(d_pos)
