# mistake: unlisted: compares element by element instead of all pairs
import numpy as np

def misranked_pairs(d_pos, d_neg):
    m = min(len(d_pos), len(d_neg))
    return int(np.sum(d_neg[:m] < d_pos[:m]))
