# mistake: σ for σ² (scale, offset or both)
import math

def mse_decomposition(sigma, D):
    return 1 / (2 * sigma), D / 2 * math.log(2 * math.pi * sigma**2)
