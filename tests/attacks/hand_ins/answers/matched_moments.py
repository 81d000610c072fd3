"""Moves and stretches any sample until its mean and covariance are exactly what is asked for."""
import numpy as np


def correlated_noise(mean, cov, m, rng):
    x = rng.uniform(-1, 1, size=(m, 2))
    x = (x - x.mean(0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(x.T, bias=True))).T
    return mean + x @ np.linalg.cholesky(cov).T
