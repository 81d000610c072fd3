# mistake: unlisted: replaces −inf in the log-joint by −1e30
import numpy as np
from scipy.special import entr

def elbo(q, log_joint):
    return np.dot(q, np.maximum(log_joint, -1e30)) + entr(q).sum()
