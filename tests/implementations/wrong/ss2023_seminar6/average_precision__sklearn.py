# mistake: AP of scikit-learn under ties
import numpy as np

def average_precision(d_pos, d_neg):
    # AP = sum_k (R_k - R_{k-1}) P_k over the distinct thresholds
    ap, recall = 0.0, 0.0
    for th in np.unique(np.concatenate([d_pos, d_neg])):
        tp = np.sum(d_pos <= th)
        fp = np.sum(d_neg <= th)
        r = tp / len(d_pos)
        ap += (r - recall) * tp / (tp + fp)
        recall = r
    return ap
