# mistake: AP of scikit-learn under ties
import numpy as np

def average_precision(d_pos, d_neg):
    precisions = [np.sum(d_pos <= p) / (np.sum(d_pos <= p) + np.sum(d_neg <= p)) for p in d_pos]
    return float(np.mean(precisions))
