# mistake: the whole sign
import numpy as np

def log_evidence(log_joint):
    m = np.max(log_joint)
    return -(m + np.log(np.exp(log_joint - m).sum()))
