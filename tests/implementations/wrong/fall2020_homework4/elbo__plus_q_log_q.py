# mistake: the entropy term's sign
import numpy as np
from scipy.special import xlogy

def elbo(q, log_joint):
    on = q > 0
    return np.dot(q[on], log_joint[on]) + xlogy(q, q).sum()
