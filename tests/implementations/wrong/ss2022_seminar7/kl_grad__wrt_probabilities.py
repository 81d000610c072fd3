# mistake: gradient with respect to the probabilities
import numpy as np

def kl_grad(phi, prior):
    s = 1 / (1 + np.exp(-phi))
    return np.log(s / (1 - s)) - np.log(prior / (1 - prior))
