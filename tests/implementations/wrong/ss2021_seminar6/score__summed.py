# mistake: unlisted: sums over the samples
import numpy as np
from scipy.special import expit

def score(z, phi):
    return np.sum(z - expit(phi), axis=0)
