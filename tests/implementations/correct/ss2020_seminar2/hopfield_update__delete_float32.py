# style: np.delete and np.where, float32 out
import numpy as np

def hopfield_update(W, x, i):
    w = np.delete(W[i], i)
    rest = np.delete(x, i)
    h = np.dot(w, rest)
    out = x.astype(np.float32)
    out[i] = np.where(h > 0, 1, np.where(h < 0, -1, out[i]))
    return out
