"""Answers with as much as fits: huge numbers, long texts, long lists of lists, large arrays, long messages."""
import numpy as np


def project(A, b):
    return np.zeros(8 << 20)


def residual(A, b):
    return [["x" * 60_000] * 90 for _ in range(90)]


def is_orthogonal(a, b):
    raise ValueError("y" * (100 << 20))


def correlated_noise(mean, cov, m, rng):
    return [[float(i)] for i in range(99_000)]


def ridge_loss(w, X, y, lam):
    return 1 << 7_999
