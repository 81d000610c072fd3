# style: float32, einsum over states and components
import numpy as np
from scipy.special import expit, log_expit

def data_term_grad(phi, log_p):
    n = len(phi)
    z = ((np.arange(1 << n)[:, None] & (1 << np.arange(n))) > 0).astype(np.float32)
    phi32 = phi.astype(np.float32)
    s = expit(phi32)
    q = np.exp((z * log_expit(phi32) + (1 - z) * log_expit(-phi32)).sum(1))
    return np.einsum("s,s,si->i", q, np.asarray(log_p(z), dtype=np.float32), z - s)
