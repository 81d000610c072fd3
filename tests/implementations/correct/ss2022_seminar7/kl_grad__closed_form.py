# style: (phi - logit(prior)) S(1 - S)
import numpy as np

def kl_grad(phi, prior):
    s = 1 / (1 + np.exp(-phi))
    return (phi - np.log(prior / (1 - prior))) * s * (1 - s)
