# style: exp of the log-sigmoid
import numpy as np

def smooth_indicator(d_n, d_p, tau):
    return np.exp(-np.logaddexp(0, (d_n - d_p) / tau))
