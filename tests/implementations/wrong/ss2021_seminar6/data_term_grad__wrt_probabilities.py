# mistake: gradient with respect to the probabilities
import itertools
import numpy as np

def data_term_grad(phi, log_p):
    s = 1 / (1 + np.exp(-phi))
    g = np.zeros(len(phi))
    for z in itertools.product([0, 1], repeat=len(phi)):
        z = np.array(z)
        terms = np.where(z == 1, s, 1 - s)
        for i in range(len(phi)):
            sign = 1 if z[i] else -1
            g[i] += sign * np.prod(np.delete(terms, i)) * log_p(z[None, :])[0]
    return g
