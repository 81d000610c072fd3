# style: np.float32 scalars in a loop
import numpy as np

def regularised_log_likelihood(w, X, k, lam):
    f = np.float32
    total = f(0)
    for i in range(len(k)):
        z = f(k[i]) * f(np.dot(X[i].astype(f), w.astype(f)))
        total += min(z, f(0)) - np.log1p(np.exp(-abs(z)))
    for wj in w:
        total -= f(lam) * f(wj) * f(wj)
    return total
