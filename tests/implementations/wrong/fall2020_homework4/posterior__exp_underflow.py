# mistake: exp underflow
import numpy as np

def posterior(log_joint):
    p = np.exp(log_joint)
    return p / p.sum()
