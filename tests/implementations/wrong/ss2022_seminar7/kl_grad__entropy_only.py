# mistake: unlisted: only the term of log q
import numpy as np

def kl_grad(phi, prior):
    s = 1 / (1 + np.exp(-phi))
    return phi * s * (1 - s)
