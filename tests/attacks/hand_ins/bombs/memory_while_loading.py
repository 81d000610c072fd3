"""Fills memory while it is loaded, in several statements."""
import mmap

KEPT = []
KEPT.extend(b"x" * (16 << 20) for _ in range(64))
KEPT.extend(bytearray(16 << 20) for _ in range(64))
MAPS = [mmap.mmap(-1, 16 << 20) for _ in range(64)]
[each.write(b"y" * (16 << 20)) for each in MAPS]


def project(A, b):
    return b * 0
