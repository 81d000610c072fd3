# style: maximum out, float32
import numpy as np

def log_evidence(log_joint):
    lj = log_joint.astype(np.float32)
    m = lj.max()
    return m + np.log(np.sum(np.exp(lj - m)))
