# mistake: only log C under the minus (the homework's last line to the letter)
import math

def mse_decomposition(sigma, D):
    C = 1 / (sigma * math.sqrt(2 * math.pi))
    E = -1 / (2 * sigma**2)
    return E, -D * math.log(C)
