# mistake: sign of the offset
import math

def mse_decomposition(sigma, D):
    log_C = -math.log(sigma * math.sqrt(2 * math.pi))
    return 1 / (2 * sigma**2), D * log_C
