# style: binary search in sorted distances
import numpy as np

def average_precision(d_pos, d_neg):
    neg = np.sort(d_neg)
    all_ = np.sort(np.r_[d_pos, d_neg])
    ahead = np.searchsorted(neg, d_pos, side="left")
    rank = np.searchsorted(all_, d_pos, side="right")
    return np.array([1 - (ahead / rank).sum() / d_pos.size])
