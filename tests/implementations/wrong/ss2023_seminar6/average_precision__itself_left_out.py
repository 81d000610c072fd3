# mistake: p left out of k(p) (division by zero)
import numpy as np

def average_precision(d_pos, d_neg):
    ap = 0.0
    for i, p in enumerate(d_pos):
        others = np.concatenate([np.delete(d_pos, i), d_neg])
        k = np.sum(others <= p)
        ap += np.sum(d_neg < p) / k
    return 1 - ap / len(d_pos)
