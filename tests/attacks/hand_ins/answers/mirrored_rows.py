"""Draws half as many vectors and mirrors them at the mean, so that it is met exactly."""
import numpy as np


def correlated_noise(mean, cov, m, rng):
    half = rng.multivariate_normal(mean, cov, size=(m + 1) // 2)
    return np.concatenate([half, 2 * mean - half])[:m]
