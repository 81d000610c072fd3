# mistake: unlisted: nan where q = 0
import numpy as np

def elbo(q, log_joint):
    return np.sum(q * (log_joint - np.log(q)))
