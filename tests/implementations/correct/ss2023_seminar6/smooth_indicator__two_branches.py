# style: numerically stable branches, float32
import numpy as np

def smooth_indicator(d_n, d_p, tau):
    a = np.asarray((d_p - d_n) / tau, dtype=np.float32)
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1, e) / (1 + e)
