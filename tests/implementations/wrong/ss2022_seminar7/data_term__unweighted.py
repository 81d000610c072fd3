# mistake: sum without q weights
import numpy as np

def data_term(phi, log_p):
    total = 0.0
    n = len(phi)
    for i in range(2**n):
        z = np.array([[int(b) for b in np.binary_repr(i, width=n)]])
        total += log_p(z).item()
    return total
