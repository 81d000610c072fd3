"""Objects that raise, print and forge when they are thrown away."""
import os
import sys


class Dying:
    def __del__(self):
        print("passed", file=sys.stderr)
        try:
            os.write(3, b"\x00" * 64)
        finally:
            raise SystemExit(0)


def project(A, b):
    return [Dying(), 1.0]


def residual(A, b):
    loop = [Dying()]
    loop.append(loop)
    return Dying()


is_orthogonal = residual
