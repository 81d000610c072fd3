# style: a Python loop with a running total
import numpy as np

def scan(x):
    y = np.empty_like(x)
    running = 0.0
    for i, v in enumerate(x.tolist()):
        running += v
        y[i] = running
    return y
