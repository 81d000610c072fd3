# style: expectation minus rel_entr
import numpy as np
from scipy.special import rel_entr

def elbo_reconstruction(q, log_lik, prior):
    on = q > 0
    return np.dot(q[on], log_lik[on]) - np.sum(rel_entr(q, prior))
