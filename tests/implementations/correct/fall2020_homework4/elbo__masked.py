# style: only the entries with q > 0
import numpy as np

def elbo(q, log_joint):
    on = q > 0
    return np.sum(q[on] * (log_joint[on] - np.log(q[on])))
