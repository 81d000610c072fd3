# style: z - S(phi)
from scipy.special import expit

def score(z, phi):
    return z - expit(phi)
