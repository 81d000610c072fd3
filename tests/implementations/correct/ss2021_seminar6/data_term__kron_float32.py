# style: float32 Kronecker product of the marginals
import numpy as np

def data_term(phi, log_p):
    n = phi.size
    s = (1 / (1 + np.exp(-phi))).astype(np.float32)
    q = np.ones(1, np.float32)
    for si in s:
        q = np.kron(q, np.array([1 - si, si], np.float32))
    z = np.array([[int(c) for c in np.binary_repr(i, n)] for i in range(2**n)])
    return np.array([np.sum(q * log_p(z).astype(np.float32))])
