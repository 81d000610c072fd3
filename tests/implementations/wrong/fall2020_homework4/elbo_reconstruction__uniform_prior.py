# mistake: unlisted: the prior taken as uniform
import numpy as np
from scipy.special import entr

def elbo_reconstruction(q, log_lik, prior):
    return q @ log_lik + entr(q).sum() - np.log(len(q))
