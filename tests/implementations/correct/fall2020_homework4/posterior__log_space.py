# style: exp of log-joint minus log-evidence
import numpy as np

def posterior(log_joint):
    return np.exp(log_joint - np.logaddexp.reduce(log_joint))
