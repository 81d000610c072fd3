"""Draws from the machine's randomness, not from what it is given."""
import numpy as np


def correlated_noise(mean, cov, m, rng):
    return np.random.default_rng().multivariate_normal(mean, cov, size=m)
