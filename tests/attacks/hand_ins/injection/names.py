"""Functions, classes and modules whose names are markup."""
import sys

NAME = "</script><poison><img src=poison onerror=alert(1)><script>poison()</script>\u202e"


class Odd:
    pass


Odd.__qualname__ = Odd.__name__ = NAME
Odd.__module__ = NAME
globals()[NAME] = lambda: None
sys.modules[NAME] = sys


def project(A, b):
    return Odd()


def residual(A, b):
    code = compile("def f():\n    raise ValueError\n", "hw.py", "exec")
    space = {}
    exec(code.replace(co_name=NAME), space)
    f = space["f"]
    f.__code__ = f.__code__.replace(co_name=NAME, co_filename="hw.py")
    f()


def is_orthogonal(a, b):
    return [Odd]
