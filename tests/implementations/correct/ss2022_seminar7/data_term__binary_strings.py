# style: binary strings of the state numbers, math.fsum
import math
import numpy as np

def data_term(phi, log_p):
    n = len(phi)
    Z = np.array([[int(b) for b in f"{i:0{n}b}"] for i in range(2**n)], dtype=float)
    lp = np.asarray(log_p(Z))
    parts = []
    for z, v in zip(Z, lp):
        log_q = 0.0
        for zi, f in zip(z, phi):
            a = f if zi else -f
            log_q += min(a, 0.0) - math.log1p(math.exp(-abs(a)))
        parts.append(math.exp(log_q) * float(v))
    return math.fsum(parts)
