# mistake: larger distance ranked first
import numpy as np

def average_precision(d_pos, d_neg):
    neg, every = np.sort(-d_neg), np.sort(-np.concatenate([d_pos, d_neg]))
    ahead = np.searchsorted(neg, -d_pos, side="left")
    k = np.searchsorted(every, -d_pos, side="right")
    return 1 - np.mean(ahead / k)
