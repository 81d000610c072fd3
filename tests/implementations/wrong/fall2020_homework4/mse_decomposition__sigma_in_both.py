# mistake: σ for σ² (scale, offset or both)
import numpy as np

def mse_decomposition(sigma, D):
    return [1 / (2 * sigma), D * np.log(np.sqrt(2 * np.pi * sigma))]
