# style: loop over the neighbours, tie keeps the state
import numpy as np

def hopfield_update(W, x, i):
    s = 0.0
    for j in range(len(x)):
        if j != i:
            s += W[i, j] * x[j]
    new = np.array(x)
    new[i] = 1.0 if s > 0 else (-1.0 if s < 0 else x[i])
    return new
