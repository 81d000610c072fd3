# mistake: unlisted: adds the marginals instead of multiplying
from functools import reduce
import numpy as np

def joint(ps):
    return reduce(np.add.outer, ps) / len(ps)
