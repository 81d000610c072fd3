# mistake: unlisted: ties broken by the order of a sort
import numpy as np

def average_precision(d_pos, d_neg):
    d = np.concatenate([d_pos, d_neg])
    relevant = np.r_[np.ones(len(d_pos)), np.zeros(len(d_neg))][np.argsort(d, kind="stable")]
    precision = np.cumsum(relevant) / np.arange(1, len(d) + 1)
    return (precision * relevant).sum() / len(d_pos)
