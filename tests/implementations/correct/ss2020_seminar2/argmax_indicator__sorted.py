# style: looks at the two largest
import numpy as np

def argmax_indicator(x):
    out = np.zeros(x.shape, dtype=np.float32)
    order = np.argsort(x)
    if len(x) == 1 or x[order[-1]] > x[order[-2]]:
        out[order[-1]] = 1
    return out
