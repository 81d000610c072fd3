# mistake: unlisted: raises for n = 0
import numpy as np

def scan(x):
    y = [x[0]]
    for v in x[1:]:
        y.append(y[-1] + v)
    return np.array(y)
