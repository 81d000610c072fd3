# mistake: unlisted: the maximum instead of log-sum-exp
import numpy as np

def log_evidence(log_joint):
    return np.max(log_joint)
