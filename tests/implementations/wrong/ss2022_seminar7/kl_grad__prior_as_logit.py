# mistake: unlisted: the prior mean used as a logit
import numpy as np

def kl_grad(phi, prior):
    s = 1 / (1 + np.exp(-phi))
    return (phi - prior) * s * (1 - s)
