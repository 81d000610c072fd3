# style: 1 / (1 + exp) and the overflow ignored
import numpy as np

def smooth_indicator(d_n, d_p, tau):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp((d_n - d_p) / tau))
