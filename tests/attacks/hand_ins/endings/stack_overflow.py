"""Recurses without end: in Python, in C, in the garbage collector, in a __repr__."""
import sys


def project(A, b):
    sys.setrecursionlimit(10**9)
    return project(A, b)


def residual(A, b):
    deep = None
    for _ in range(2_000_000):
        deep = (deep,)
    del deep


class Endless:
    def __str__(self):
        return str(self)

    def __getattr__(self, name):
        return getattr(self, name + "_")


def is_orthogonal(a, b):
    sys.setrecursionlimit(10**8)
    raise ValueError(Endless())


def ridge_loss(w, X, y, lam):
    return Endless().anything
