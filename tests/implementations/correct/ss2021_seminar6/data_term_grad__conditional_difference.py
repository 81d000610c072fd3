# style: S(1-S) times the difference of the conditional expectations
import itertools
import numpy as np

def data_term_grad(phi, log_p):
    n = len(phi)
    s = 1 / (1 + np.exp(-phi))
    g = []
    for i in range(n):
        diff = 0.0
        for rest in itertools.product([0, 1], repeat=n - 1):
            z1 = list(rest[:i]) + [1] + list(rest[i:])
            z0 = list(rest[:i]) + [0] + list(rest[i:])
            w = 1.0
            for j in range(n):
                if j != i:
                    w *= s[j] if z1[j] else 1 - s[j]
            a, b = log_p(np.array([z1, z0]))
            diff += w * (a - b)
        g.append(s[i] * (1 - s[i]) * diff)
    return g
