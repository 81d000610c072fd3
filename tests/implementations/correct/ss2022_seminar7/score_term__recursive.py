# style: doubles the table from the last bit to the first
import numpy as np

def score_term(phi):
    if len(phi) == 0:
        return np.zeros((1, 0))
    q, grad = _table(list(phi))
    return np.array(grad)

def _table(phi):
    if not phi:
        return [1.0], [[]]
    s = 1 / (1 + np.exp(-phi[0]))
    q_rest, g_rest = _table(phi[1:])
    q, g = [], []
    for value, slope in ((1 - s, -s * (1 - s)), (s, s * (1 - s))):
        for qr, gr in zip(q_rest, g_rest):
            q.append(value * qr)
            g.append([slope * qr] + [value * d for d in gr])
    return q, g
