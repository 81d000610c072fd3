# mistake: sign
from scipy.special import expit

def score(z, phi):
    return expit(phi) - z
