# mistake: unlisted: normalised by the largest entry
import numpy as np

def posterior(log_joint):
    return np.exp(log_joint - log_joint.max())
