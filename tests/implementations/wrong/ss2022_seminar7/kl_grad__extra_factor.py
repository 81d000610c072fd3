# mistake: an extra S(1−S)
from scipy.special import expit, logit

def kl_grad(phi, prior):
    v = expit(phi) * (1 - expit(phi))
    return (phi - logit(prior)) * v**2
