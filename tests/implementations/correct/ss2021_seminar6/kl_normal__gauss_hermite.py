# style: Gauss-Hermite quadrature of log q - log p (exact: it is a quadratic)
import numpy as np

def log_normal(x, mu, sigma):
    return -np.log(sigma) - 0.5 * ((x - mu) / sigma) ** 2

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    nodes, weights = np.polynomial.hermite_e.hermegauss(4)
    weights = weights / weights.sum()
    result = 0.0
    for a, c in zip(nodes, weights):
        x = mu_q + sigma_q * a
        result = result + c * (log_normal(x, mu_q, sigma_q) - log_normal(x, mu_p, sigma_p))
    return result
