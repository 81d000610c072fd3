# style: math scalars, shape (1,) list
import math

def log_evidence(log_joint):
    values = log_joint.tolist()
    top = max(values)
    return [top + math.log(math.fsum(math.exp(v - top) for v in values))]
