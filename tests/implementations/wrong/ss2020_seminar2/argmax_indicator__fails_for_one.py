# mistake: unlisted: raises for n = 1
import numpy as np

def argmax_indicator(x):
    first, second = np.sort(x)[::-1][:2]
    return ((x == first) & (first > second)).astype(float)
