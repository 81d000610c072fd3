# mistake: unlisted: the diagonal left out of H
import numpy as np

def hopfield_energy(W, x):
    V = W - np.diag(np.diag(W))
    return -0.5 * x.dot(V).dot(x)
