# style: softmax of the log-joint
import numpy as np

def posterior(log_joint):
    w = np.exp(log_joint - np.max(log_joint))
    return w / w.sum()
