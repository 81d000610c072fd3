# style: scipy expit
from scipy.special import expit

def smooth_indicator(d_n, d_p, tau):
    return expit((d_p - d_n) / tau)
