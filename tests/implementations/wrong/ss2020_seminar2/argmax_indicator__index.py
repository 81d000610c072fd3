# mistake: unlisted: returns the index
import numpy as np

def argmax_indicator(x):
    return int(np.argmax(x))
