# mistake: unlisted: returns 1 − AP
import numpy as np

def average_precision(d_pos, d_neg):
    every = np.concatenate([d_pos, d_neg])
    return np.mean([np.sum(d_neg < p) / np.sum(every <= p) for p in d_pos])
