# mistake: k(p) over negatives only
import numpy as np

def average_precision(d_pos, d_neg):
    errors = (d_neg[None] < d_pos[:, None]).sum(1)
    k = (d_neg[None] <= d_pos[:, None]).sum(1)
    ratio = np.divide(errors, k, out=np.zeros(len(d_pos)), where=k > 0)
    return 1 - ratio.mean()
