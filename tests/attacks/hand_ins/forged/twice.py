"""Answers every call twice, once as it should be and once as it likes."""
from tools import frame, write_everywhere

NUMBERS = iter(range(10**9))


def project(A, b):
    number = next(NUMBERS)
    write_everywhere(frame(["returned", number, 0.0, [0.0] * len(b), [], None, False]))
    write_everywhere(frame(["returned", number + 1, 0.0, [0.0] * len(b), [], None, False]))
    return b


residual = project
