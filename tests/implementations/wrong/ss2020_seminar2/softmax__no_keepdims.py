# mistake: unlisted: forgets keepdims, so only vectors and square matrices run
import numpy as np

def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1)
