# mistake: sign of d_p − d_n
import numpy as np

def misranked_pairs(d_pos, d_neg):
    return np.sum(d_neg[None, :] > d_pos[:, None])
