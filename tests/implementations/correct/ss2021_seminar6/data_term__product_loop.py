# style: itertools.product, one state a call
import itertools
import numpy as np

def data_term(phi, log_p):
    s = [1 / (1 + np.exp(-v)) for v in phi]
    total = 0.0
    for z in itertools.product([0, 1], repeat=len(phi)):
        q = 1.0
        for zi, si in zip(z, s):
            q *= si if zi == 1 else 1 - si
        total += q * log_p(np.array([z]))[0]
    return total
