# style: comparison matrix, bools out
import numpy as np

def argmax_indicator(x):
    beats = x[:, None] > x[None, :]
    np.fill_diagonal(beats, True)
    return beats.all(axis=1)
