# style: the table of values contracted with (1-S, S) or S(1-S)(-1, 1)
import numpy as np

def data_term_grad(phi, log_p):
    n = len(phi)
    idx = np.indices((2,) * n).reshape(n, -1).T
    T = np.asarray(log_p(idx.astype(float))).reshape((2,) * n)
    s = 1 / (1 + np.exp(-phi))
    out = []
    for i in range(n):
        V = T
        for j in range(n):
            d = s[j] * (1 - s[j])
            V = np.tensordot([-d, d] if i == j else [1 - s[j], s[j]], V, axes=(0, 0))
        out.append(float(V))
    return np.array(out)
