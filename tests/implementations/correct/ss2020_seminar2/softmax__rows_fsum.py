# style: rows one by one, math.exp and math.fsum
import math
import numpy as np

def softmax(x):
    rows = np.reshape(x, (-1, x.shape[-1]))
    out = np.zeros(rows.shape)
    for r in range(rows.shape[0]):
        top = max(rows[r])
        e = [math.exp(v - top) for v in rows[r]]
        total = math.fsum(e)
        out[r] = [v / total for v in e]
    return out.reshape(x.shape)
