# mistake: unlisted: forgets the weight q in front of the logarithm
import numpy as np

def elbo(q, log_joint):
    on = q > 0
    return np.sum(log_joint[on] - np.log(q[on]))
