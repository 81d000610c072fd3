# style: recursion over the axes, nested lists
import math

def log_softmax(x):
    if x.ndim > 1:
        return [log_softmax(part) for part in x]
    biggest = max(x)
    lse = biggest + math.log(sum(math.exp(v - biggest) for v in x))
    return [float(v - lse) for v in x]
