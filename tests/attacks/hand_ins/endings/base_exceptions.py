"""Raises what `except Exception` lets pass, with texts that hurt."""


class Odd(BaseException):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__
    __traceback__ = property(lambda _: 7)


def project(A, b):
    raise KeyboardInterrupt


def residual(A, b):
    raise GeneratorExit


def is_orthogonal(a, b):
    raise Odd


def correlated_noise(mean, cov, m, rng):
    raise BaseExceptionGroup("many", [Odd(), MemoryError(), KeyboardInterrupt()])


def ridge_loss(w, X, y, lam):
    raise StopIteration(7)
