# mistake: normal instead of logistic noise
from scipy.special import ndtr

def smooth_indicator(d_n, d_p, tau):
    return ndtr((d_p - d_n) / tau)
