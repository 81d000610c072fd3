# mistake: unlisted: divides by T + M
import numpy as np

def average_precision(d_pos, d_neg):
    every = np.concatenate([d_pos, d_neg])
    s = sum(np.sum(d_neg < p) / np.sum(every <= p) for p in d_pos)
    return 1 - s / len(every)
