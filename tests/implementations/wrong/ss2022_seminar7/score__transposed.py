# mistake: unlisted: returns shape (n, S)
import numpy as np

def score(z, phi):
    s = 1 / (1 + np.exp(-phi))
    return np.array([np.asarray(z)[:, i] - s[i] for i in range(len(phi))])
