# mistake: unlisted: log Σ prior · lik
from scipy.special import logsumexp

def elbo_reconstruction(q, log_lik, prior):
    return logsumexp(log_lik, b=prior)
