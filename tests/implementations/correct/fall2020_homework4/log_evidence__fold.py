# style: pairwise logaddexp, folded from the right
from functools import reduce
import numpy as np

def log_evidence(log_joint):
    return reduce(np.logaddexp, log_joint[::-1])
