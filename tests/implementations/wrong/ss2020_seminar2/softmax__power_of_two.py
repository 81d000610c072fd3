# mistake: base 2
import numpy as np

def softmax(x):
    top = np.max(x, axis=-1)[..., None]
    num = 2.0 ** (x - top)
    return num / num.sum(axis=-1)[..., None]
