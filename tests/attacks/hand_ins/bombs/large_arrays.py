"""Allocates and fills more memory than it may."""
import numpy as np

KEPT = []


def project(A, b):
    for _ in range(100):
        KEPT.append(np.ones(16 << 20, dtype=np.uint8))
    return b


def residual(A, b):
    return np.ones(1 << 40, dtype=np.uint8)
