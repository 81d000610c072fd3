# style: log p(x) minus KL to the posterior
import numpy as np
from scipy.special import logsumexp

def elbo(q, log_joint):
    log_px = logsumexp(log_joint)
    log_post = log_joint - log_px
    kl = 0.0
    for i in np.flatnonzero(q):
        kl += q[i] * (np.log(q[i]) - log_post[i])
    return log_px - kl
