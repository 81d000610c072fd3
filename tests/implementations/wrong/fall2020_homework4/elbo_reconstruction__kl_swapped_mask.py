# mistake: KL swapped
import numpy as np

def elbo_reconstruction(q, log_lik, prior):
    on = prior > 0
    with np.errstate(divide="ignore"):
        kl = np.sum(prior[on] * (np.log(prior[on]) - np.log(q[on])))
    return np.sum(q * log_lik) - kl
