# mistake: unlisted: returns the table as a vector
import numpy as np

def joint(ps):
    out = ps[0]
    for row in ps[1:]:
        out = np.kron(out, row)
    return out
