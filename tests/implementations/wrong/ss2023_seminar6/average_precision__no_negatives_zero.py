# mistake: unlisted: returns 0 when there are no negatives
import numpy as np

def average_precision(d_pos, d_neg):
    if len(d_neg) == 0:
        return 0.0
    every = np.concatenate([d_pos, d_neg])
    return 1 - np.mean([np.sum(d_neg < p) / np.sum(every <= p) for p in d_pos])
