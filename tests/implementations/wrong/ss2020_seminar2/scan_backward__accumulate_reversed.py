# mistake: no reversal back
from itertools import accumulate

def scan_backward(grad_y):
    return list(accumulate(reversed(grad_y.tolist())))
