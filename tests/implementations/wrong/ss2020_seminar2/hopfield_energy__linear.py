# mistake: unlisted: sums the fields and forgets the left factor x
import numpy as np

def hopfield_energy(W, x):
    return -0.5 * np.sum(W @ x)
