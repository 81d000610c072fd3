# mistake: offset not times D
import math

def mse_decomposition(sigma, D):
    return 0.5 / sigma**2, math.log(sigma * math.sqrt(2 * math.pi))
