# mistake: p left out of k(p) (division by zero)
import numpy as np

def average_precision(d_pos, d_neg):
    d = np.concatenate([d_pos, d_neg])
    k = (d[None, :] <= d_pos[:, None]).sum(1) - 1
    wrong = (d_neg[None, :] < d_pos[:, None]).sum(1)
    return 1 - np.mean(wrong / k)
