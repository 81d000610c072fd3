# mistake: unlisted: an average over samples instead of the exact sum
import numpy as np

def data_term(phi, log_p):
    rng = np.random.default_rng(1)
    z = (rng.random((20000, len(phi))) < 1 / (1 + np.exp(-phi))).astype(float)
    return log_p(z).mean()
