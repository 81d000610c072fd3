# mistake: unlisted: exp(a)/(1 + exp(a)), nan for large arguments
import numpy as np

def smooth_indicator(d_n, d_p, tau):
    e = np.exp((d_p - d_n) / tau)
    return e / (1 + e)
