# style: itertools.accumulate, returns a list
from itertools import accumulate

def scan(x):
    return list(accumulate(x.tolist()))
