# style: complex-step differentiation of the exact sum
import itertools
import numpy as np

def data_term_grad(phi, log_p):
    n = len(phi)
    z = np.array(list(itertools.product([0, 1], repeat=n)))
    values = log_p(z)
    h = 1e-30
    grad = np.zeros(n)
    for i in range(n):
        f = phi.astype(complex)
        f[i] += 1j * h
        s = 1 / (1 + np.exp(-f))
        q = np.prod(np.where(z == 1, s, 1 - s), axis=1)
        grad[i] = (q * values).sum().imag / h
    return grad
