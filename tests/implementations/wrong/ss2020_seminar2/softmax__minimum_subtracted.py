# mistake: unlisted: subtracts the minimum instead of the maximum
import numpy as np

def softmax(x):
    z = x - x.min(axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
