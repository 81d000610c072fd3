# mistake: unlisted: (offset, scale)
import math

def mse_decomposition(sigma, D):
    return D / 2 * math.log(2 * math.pi * sigma**2), 1 / (2 * sigma**2)
