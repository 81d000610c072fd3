# mistake: missing −log q
import numpy as np

def elbo(q, log_joint):
    on = q > 0
    return np.sum(q[on] * log_joint[on])
