# mistake: 1/σ²
import math

def mse_decomposition(sigma, D):
    return sigma**-2, 0.5 * D * math.log(2 * math.pi * sigma**2)
