# style: scipy log_expit, summed from the end
import numpy as np
from scipy.special import log_expit

def log_likelihood(w, X, k):
    m = np.einsum("i,ij,j->i", k, X, w)
    s = 0
    for v in log_expit(m)[::-1]:
        s = s + v
    return s
