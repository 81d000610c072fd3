# style: expectation plus entropy
import numpy as np
from scipy.special import entr

def elbo_entropy(q, log_joint):
    energy = np.sum(q[q > 0] * log_joint[q > 0])
    return energy + np.sum(entr(q))
