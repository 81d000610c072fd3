# mistake: argument's sign
from scipy.special import expit

def smooth_indicator(d_n, d_p, tau):
    return expit((d_n - d_p) / tau)
