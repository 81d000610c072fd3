# style: gradient of negative entropy minus gradient of E log p
import numpy as np
from scipy.special import expit, logit

def kl_grad(phi, prior):
    jac = expit(phi) * expit(-phi)
    d_neg_entropy = phi * jac
    d_expected_log_prior = jac * logit(prior)
    return d_neg_entropy - d_expected_log_prior
