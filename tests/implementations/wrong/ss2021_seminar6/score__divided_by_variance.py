# mistake: unlisted: derivative with respect to the probability
from scipy.special import expit

def score(z, phi):
    s = expit(phi)
    return (z - s) / (s * (1 - s))
