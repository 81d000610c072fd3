# mistake: KL swapped
import numpy as np
from scipy.special import rel_entr

def elbo_reconstruction(q, log_lik, prior):
    return np.dot(q, log_lik) - rel_entr(prior, q).sum()
