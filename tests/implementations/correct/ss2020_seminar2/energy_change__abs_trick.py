# style: if the neuron flips, the energy falls by twice |h|; shape (1,)
import numpy as np

def energy_change(W, x, i):
    h = 0.0
    for j, w in enumerate(W[i]):
        h += 0.0 if j == i else w * x[j]
    flips = h * x[i] < 0
    return np.array([-2.0 * abs(h) if flips else 0.0])
