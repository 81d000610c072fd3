# style: recursive halves
import numpy as np

def scan(x):
    n = len(x)
    if n <= 16:
        out = np.array(x)
        for i in range(1, n):
            out[i] += out[i - 1]
        return out
    left, right = scan(x[: n // 2]), scan(x[n // 2:])
    return np.concatenate([left, right + left[-1]])
