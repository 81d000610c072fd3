"""Allocates small objects without end, in the interpreter's own memory and in that of C."""
import ctypes

LIBC = ctypes.CDLL(None)
LIBC.malloc.restype = ctypes.c_void_p


def project(A, b):
    kept = []
    while True:
        kept.append([kept])


def residual(A, b):
    for _ in range(1 << 16):
        pointer = LIBC.malloc(1 << 16)
        if not pointer:
            return b
        ctypes.memset(pointer, 1, 1 << 16)
    return b
