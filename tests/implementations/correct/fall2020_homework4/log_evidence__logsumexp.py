# style: scipy
from scipy.special import logsumexp

def log_evidence(log_joint):
    return logsumexp(log_joint)
