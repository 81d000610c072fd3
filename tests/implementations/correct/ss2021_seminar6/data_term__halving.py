# style: contracts one bit after the other
import numpy as np
from scipy.special import expit

def data_term(phi, log_p):
    n = len(phi)
    grid = np.stack(np.meshgrid(*[[0.0, 1.0]] * n, indexing="ij"), axis=-1).reshape(-1, n)
    values = np.asarray(log_p(grid)).reshape((2,) * n)
    for p in expit(phi):
        values = (1 - p) * values[0] + p * values[1]
    return values
