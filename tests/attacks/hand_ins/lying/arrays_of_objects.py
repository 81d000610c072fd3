"""Arrays of objects, records, texts, dates, and memory that is not there."""
import numpy as np

KINDS = ["O", "V8", "S4", "U4", "M8[s]", "m8[s]", [("a", "f8"), ("b", "O")], "g", "G", ">f8"]
COUNT = iter(range(10**9))


def project(A, b):
    kind = KINDS[next(COUNT) % len(KINDS)]
    return np.zeros(len(b), dtype=kind)


def residual(A, b):
    return np.broadcast_to(np.float64(0), (10**6, 10**6))


def is_orthogonal(a, b):
    return np.array([255, 7], dtype=np.uint8).view(bool)[0] if len(a) % 2 else np.array([255], np.uint8).view(bool)


def correlated_noise(mean, cov, m, rng):
    return np.lib.stride_tricks.as_strided(np.zeros(2), (10**8, 2), (0, 8))
