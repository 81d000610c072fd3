# mistake: unlisted: written for two components
import numpy as np

def joint(ps):
    return np.outer(ps[0], ps[1])
