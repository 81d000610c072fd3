# style: outer comparison
import numpy as np

def misranked_pairs(d_pos, d_neg):
    return np.sum(np.less.outer(d_neg, d_pos))
