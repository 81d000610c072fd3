# style: all states at once, weights in log-space
import numpy as np

def states(n):
    return (np.arange(2**n)[:, None] >> np.arange(n)) & 1

def data_term(phi, log_p):
    z = states(len(phi))
    log_q = -np.logaddexp(0, -phi * (2 * z - 1)).sum(axis=1)
    return np.dot(np.exp(log_q), log_p(z))
