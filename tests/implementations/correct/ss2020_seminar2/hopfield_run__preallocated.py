# style: fills a big array and cuts it
import numpy as np

def hopfield_run(W, x, max_sweeps):
    n = x.shape[0]
    states = np.empty((1 + n * max_sweeps, n))
    states[0] = x
    pos = 0
    for _ in range(max_sweeps):
        start = pos
        for i in range(n):
            prev = states[pos]
            h = W[i, :i] @ prev[:i] + W[i, i + 1:] @ prev[i + 1:]
            states[pos + 1] = prev
            if h > 0:
                states[pos + 1, i] = 1
            elif h < 0:
                states[pos + 1, i] = -1
            pos += 1
        if (states[start] == states[pos]).all():
            return states[: pos + 1], True
    return states[: pos + 1], False
