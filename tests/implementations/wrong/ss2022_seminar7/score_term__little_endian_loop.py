# mistake: bits reversed
import numpy as np

def score_term(phi):
    n = len(phi)
    s = 1 / (1 + np.exp(-phi))
    rows = []
    for number in range(2**n):
        z, rest = [], number
        for _ in range(n):
            z.append(rest % 2)
            rest //= 2
        z = np.array(z)
        rows.append(np.prod(s**z * (1 - s) ** (1 - z)) * (z - s))
    return np.array(rows)
