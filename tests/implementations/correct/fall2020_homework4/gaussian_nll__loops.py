# style: log of each density, summed from the last dimension
import math

def log_density(v, mu, s):
    return -0.5 * ((v - mu) / s) ** 2 - math.log(s) - 0.5 * math.log(2 * math.pi)

def gaussian_nll(x, x_hat, sigma):
    result = []
    for row, mean in zip(x, x_hat):
        total = 0.0
        for v, mu in reversed(list(zip(row, mean))):
            total -= log_density(v, mu, sigma)
        result.append(total)
    return result
