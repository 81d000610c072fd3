# mistake: mean
import numpy as np

def misranked_pairs(d_pos, d_neg):
    return (d_neg[None, :] < d_pos[:, None]).mean() if len(d_neg) else 0.0
