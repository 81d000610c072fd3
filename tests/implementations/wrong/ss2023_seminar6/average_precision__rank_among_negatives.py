# mistake: k(p) over negatives only
import numpy as np

def average_precision(d_pos, d_neg):
    total = 0.0
    for p in d_pos:
        k = 1 + np.sum(d_neg <= p)
        total += np.sum(d_neg < p) / k
    return 1 - total / len(d_pos)
