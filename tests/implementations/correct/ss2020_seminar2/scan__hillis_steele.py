# style: doubling, as on a GPU
import numpy as np

def scan(x):
    y = x.copy()
    shift = 1
    while shift < len(y):
        z = y.copy()
        z[shift:] += y[:-shift]
        y = z
        shift *= 2
    return y
