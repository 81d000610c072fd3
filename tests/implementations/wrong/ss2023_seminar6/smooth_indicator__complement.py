# mistake: argument's sign
import numpy as np

def smooth_indicator(d_n, d_p, tau):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp((d_p - d_n) / tau))
