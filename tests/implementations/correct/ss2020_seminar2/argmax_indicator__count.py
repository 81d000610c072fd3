# style: equality with the maximum, unless it is tied
import numpy as np

def argmax_indicator(x):
    hit = x == x.max()
    return hit.astype(float) if hit.sum() == 1 else np.zeros_like(x)
