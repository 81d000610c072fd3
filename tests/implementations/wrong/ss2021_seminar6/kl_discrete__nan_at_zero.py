# mistake: nan at q = 0
import numpy as np

def kl_discrete(q, p):
    return np.sum(q * np.log(q / p))
