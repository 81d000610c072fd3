# style: sorted list and bisect, float32 out
from bisect import bisect_left
import numpy as np

def misranked_pairs(d_pos, d_neg):
    neg = sorted(d_neg.tolist())
    return np.float32(sum(bisect_left(neg, p) for p in d_pos.tolist()))
