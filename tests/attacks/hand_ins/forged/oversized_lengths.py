"""Announces frames of four gigabytes."""
import struct

from tools import write_everywhere


def project(A, b):
    write_everywhere(struct.pack("<II", 2**32 - 1, 2**32 - 1) + b"x" * 1000)


def residual(A, b):
    write_everywhere(struct.pack("<II", 1 << 20, 64 << 20))
    return b


def is_orthogonal(a, b):
    write_everywhere(struct.pack("<II", 0, 0) * 1000)
    return b
