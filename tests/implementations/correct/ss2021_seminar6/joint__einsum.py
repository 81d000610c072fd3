# style: einsum with integer labels
import numpy as np

def joint(ps):
    args = []
    for i, row in enumerate(ps):
        args += [row, [i]]
    return np.einsum(*args, list(range(len(ps))))
