# style: Gray code, the weight updated bit by bit
import numpy as np

def data_term(phi, log_p):
    n = len(phi)
    s = 1 / (1 + np.exp(-phi))
    total = 0.0
    for i in range(2**n):
        g = i ^ (i >> 1)
        z = np.array([(g >> j) & 1 for j in range(n)])
        weight = np.multiply.reduce(z * s + (1 - z) * (1 - s))
        total += weight * float(np.squeeze(log_p(z[np.newaxis, :])))
    return total
