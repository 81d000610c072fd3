# mistake: unlisted: clips the scores instead of subtracting the maximum
import numpy as np

def softmax(x):
    e = np.exp(np.clip(x, -500, 500))
    return e / e.sum(axis=-1, keepdims=True)
