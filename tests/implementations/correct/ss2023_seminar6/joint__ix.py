# style: np.ix_ and multiply.reduce
from functools import reduce
import operator
import numpy as np

def joint(ps):
    return reduce(operator.mul, np.ix_(*ps))
