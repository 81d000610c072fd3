# style: float32; S(-phi) where z is 1 and -S(phi) where z is 0
import numpy as np

def score(z, phi):
    phi = phi.astype(np.float32)
    up = np.exp(-np.logaddexp(np.float32(0), phi))
    down = -np.exp(-np.logaddexp(np.float32(0), -phi))
    return np.where(np.asarray(z) > 0.5, up, down)
