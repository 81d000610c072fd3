# mistake: unlisted: mean instead of sum over z
import numpy as np
from scipy.special import logsumexp

def log_evidence(log_joint):
    return logsumexp(log_joint) - np.log(len(log_joint))
