# mistake: unlisted: leaves out z with prior 0, where the value is −inf
import numpy as np

def elbo_reconstruction(q, log_lik, prior):
    on = (q > 0) & (prior > 0)
    return q @ log_lik - np.sum(q[on] * np.log(q[on] / prior[on]))
