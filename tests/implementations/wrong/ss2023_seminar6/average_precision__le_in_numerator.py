# mistake: ≤ and < exchanged
import numpy as np

def average_precision(d_pos, d_neg):
    every = np.concatenate([d_pos, d_neg])
    k = np.sum(every[:, None] <= d_pos, axis=0)
    ahead = np.sum(d_neg[:, None] <= d_pos, axis=0)
    return 1 - (ahead / k).mean()
