# style: scipy's logsumexp with weights b
import numpy as np
from scipy.special import logsumexp, log_expit

def noisy_log_likelihood(w, X, t, eps):
    z = t * X.dot(w)
    logs = np.stack([log_expit(z), log_expit(-z)])
    weights = np.array([[1 - eps], [eps]])
    return float(np.sum(logsumexp(logs, axis=0, b=weights)))
