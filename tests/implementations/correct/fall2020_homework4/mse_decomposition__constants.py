# style: from C_d and E_d of the homework, a list
import math

def mse_decomposition(sigma, D):
    E = -1 / (2 * sigma * sigma)
    log_C = -math.log(sigma) - 0.5 * math.log(2 * math.pi)
    return [-E, sum(-log_C for _ in range(D))]
