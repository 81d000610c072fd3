# mistake: hardest pair only
import numpy as np

def misranked_pairs(d_pos, d_neg):
    if len(d_neg) == 0:
        return 0
    return int(d_neg.min() < d_pos.max())
