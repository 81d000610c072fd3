# style: all index tuples
import itertools
import numpy as np

def joint(ps):
    n, K = ps.shape
    table = np.ones((K,) * n)
    for index in itertools.product(range(K), repeat=n):
        for i, k in enumerate(index):
            table[index] *= ps[i, k]
    return table
