# mistake: unlisted: works in float32, so large shifts change the answer
import numpy as np

def softmax(x):
    x = x.astype(np.float32)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
