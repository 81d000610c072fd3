# style: uses the symmetry: pairs once, the diagonal apart
import numpy as np

def hopfield_energy(W, x):
    pairs = np.triu(W, k=1) * np.outer(x, x)
    diag = np.diag(W) * x * x
    return -pairs.sum() - 0.5 * diag.sum()
