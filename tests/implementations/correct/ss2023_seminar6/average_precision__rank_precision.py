# style: precision at each positive, sklearn-free, by max rank
import numpy as np
from scipy.stats import rankdata

def average_precision(d_pos, d_neg):
    T = len(d_pos)
    k = rankdata(np.concatenate((d_pos, d_neg)), method="max")[:T]
    strictly = np.array([np.count_nonzero(d_neg < d) for d in d_pos])
    return float(np.sum(1 - strictly / k) / T)
