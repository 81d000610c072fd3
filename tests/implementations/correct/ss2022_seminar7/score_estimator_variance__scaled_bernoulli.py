# style: variance of a Bernoulli, scaled, float32
import numpy as np

def score_estimator_variance(beta, m):
    b = np.float32(beta)
    var_z = b * (1 - b)
    return var_z / b**2 / np.float32(m)
