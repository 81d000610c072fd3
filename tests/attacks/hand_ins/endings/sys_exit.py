"""Raises SystemExit and what derives from it, while loading and when asked."""
import sys


class Leaving(SystemExit):
    code = property(lambda _: 1 / 0)


def project(A, b):
    sys.exit(0)


def residual(A, b):
    raise Leaving("passed")


def is_orthogonal(a, b):
    raise SystemExit(True)


raise SystemExit(0)
