# style: bit shifts, float32
import numpy as np

def score_term(phi):
    n = len(phi)
    shifts = np.arange(n - 1, -1, -1)
    z = ((np.arange(2**n)[:, None] >> shifts) & 1).astype(np.float32)
    phi = phi.astype(np.float32)
    log_q = -np.logaddexp(np.float32(0), np.where(z > 0, -phi, phi)).sum(axis=1, keepdims=True)
    return np.exp(log_q) * (z - np.exp(-np.logaddexp(np.float32(0), -phi)))
