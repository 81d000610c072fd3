# mistake: τ multiplied
from scipy.special import expit

def smooth_indicator(d_n, d_p, tau):
    return expit(tau * (d_p - d_n))
