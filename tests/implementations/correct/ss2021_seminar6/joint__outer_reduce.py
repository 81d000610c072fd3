# style: functools.reduce with np.multiply.outer
from functools import reduce
import numpy as np

def joint(ps):
    return reduce(np.multiply.outer, ps)
