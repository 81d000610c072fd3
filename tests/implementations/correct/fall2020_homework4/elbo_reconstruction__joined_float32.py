# style: one sum over q (log lik + log prior - log q), float32
import numpy as np

def elbo_reconstruction(q, log_lik, prior):
    f = np.float32
    keep = np.nonzero(q)[0]
    q, ll, pr = q[keep].astype(f), log_lik[keep].astype(f), prior[keep].astype(f)
    with np.errstate(divide="ignore"):
        return np.array([(q * (ll + np.log(pr) - np.log(q))).sum()])
