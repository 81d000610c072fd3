# mistake: unlisted: axis i is component n − 1 − i
from functools import reduce
import numpy as np

def joint(ps):
    return reduce(np.multiply.outer, ps[::-1])
