# mistake: φ read as probabilities
import itertools
import numpy as np

def data_term(phi, log_p):
    total = 0.0
    for z in itertools.product([0, 1], repeat=len(phi)):
        z = np.array(z)
        q = np.prod(phi**z * (1 - phi) ** (1 - z))
        total += q * log_p(z[None])[0]
    return total
