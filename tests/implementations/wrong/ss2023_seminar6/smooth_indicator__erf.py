# mistake: normal instead of logistic noise
import numpy as np
from scipy.special import erf

def smooth_indicator(d_n, d_p, tau):
    return 0.5 * (1 + erf((d_p - d_n) / (tau * np.sqrt(2))))
