"""Returns and raises what takes for ever to be looked at: __iter__, __next__, __repr__, __str__, __del__, __array__."""
import time


class Slow:
    def __iter__(self):
        time.sleep(3600)

    __next__ = __repr__ = __str__ = __array__ = __len__ = __float__ = __eq__ = __iter__
    __hash__ = None


class SlowError(Exception):
    __str__ = __repr__ = Slow.__iter__


class SlowEnd:
    def __del__(self):
        time.sleep(3600)


def project(A, b):
    return Slow()


def residual(A, b):
    raise SlowError


def is_orthogonal(a, b):
    return SlowEnd()


def correlated_noise(mean, cov, m, rng):
    while True:
        yield mean


def ridge_loss(w, X, y, lam):
    raise ValueError(Slow())
