# mistake: unlisted: the sign of the gradient
from scipy.special import expit, logit

def kl_grad(phi, prior):
    return (logit(prior) - phi) * expit(phi) * expit(-phi)
