# style: recursive halves
import numpy as np

def scan(x):
    n = len(x)
    if n <= 256:
        out, total = [], 0.0
        for v in x.tolist():
            total += v
            out.append(total)
        return np.array(out)
    left, right = scan(x[: n // 2]), scan(x[n // 2:])
    return np.concatenate([left, right + left[-1]])
