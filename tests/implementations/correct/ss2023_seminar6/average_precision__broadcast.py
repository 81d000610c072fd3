# style: comparison tables
import numpy as np

def average_precision(d_pos, d_neg):
    everything = np.concatenate([d_pos, d_neg])
    k = (everything[None, :] <= d_pos[:, None]).sum(axis=1)
    errors = (d_neg[None, :] < d_pos[:, None]).sum(axis=1)
    return 1.0 - np.mean(errors / k)
