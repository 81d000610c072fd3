# mistake: unlisted: the entropy divided by K
import numpy as np
from scipy.special import entr

def elbo_entropy(q, log_joint):
    on = q > 0
    return np.sum(q[on] * log_joint[on]) + entr(q).mean()
