# mistake: sum without q weights
import itertools
import numpy as np

def data_term(phi, log_p):
    z = np.array(list(itertools.product([0, 1], repeat=len(phi))))
    return np.sum(log_p(z))
