# mistake: unlisted: log_p of the mean state
import numpy as np
from scipy.special import expit

def data_term(phi, log_p):
    return log_p(expit(phi)[None, :])[0]
