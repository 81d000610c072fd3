# mistake: σ for σ² (scale, offset or both)
import numpy as np

def mse_decomposition(sigma, D):
    scale = 0.5 / sigma**2
    offset = 0.5 * D * np.log(2 * np.pi * sigma)
    return scale, offset
