# mistake: larger distance ranked first
import numpy as np

def average_precision(d_pos, d_neg):
    every = np.concatenate([d_pos, d_neg])
    k = np.sum(every[None, :] >= d_pos[:, None], axis=1)
    ahead = np.sum(d_neg[None, :] > d_pos[:, None], axis=1)
    return 1 - np.mean(ahead / k)
