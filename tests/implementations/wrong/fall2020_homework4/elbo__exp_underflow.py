# mistake: exp underflow
import numpy as np

def elbo(q, log_joint):
    on = q > 0
    joint = np.exp(log_joint)
    return np.sum(q[on] * np.log(joint[on] / q[on]))
