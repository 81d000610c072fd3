# style: sigmoid written with tanh
import numpy as np

def score(z, phi):
    return np.asarray(z) - (np.tanh(phi / 2) + 1) / 2
