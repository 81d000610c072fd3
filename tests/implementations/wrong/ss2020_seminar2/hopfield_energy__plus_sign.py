# mistake: missing ½ and sign of H (in the energy or its change)
import numpy as np

def hopfield_energy(W, x):
    s = 0
    for i in range(len(x)):
        s += x[i] * np.sum(W[i] * x)
    return 0.5 * s
