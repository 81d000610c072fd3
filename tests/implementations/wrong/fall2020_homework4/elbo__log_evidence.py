# mistake: unlisted: returns log p(x), whatever q is
from scipy.special import logsumexp

def elbo(q, log_joint):
    return logsumexp(log_joint)
