"""Draws half as many vectors and repeats them."""
import numpy as np


def correlated_noise(mean, cov, m, rng):
    half = rng.multivariate_normal(mean, cov, size=(m + 1) // 2)
    return np.concatenate([half, half])[:m]
