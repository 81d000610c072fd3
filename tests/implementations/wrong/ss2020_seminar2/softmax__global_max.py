# mistake: unlisted: subtracts the maximum of all rows, so rows far below it become 0/0
import numpy as np

def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum(axis=-1, keepdims=True)
