"""Connects without a system call for it, by a ring that the kernel works off."""
import ctypes

from tools import attempt

LIBC = ctypes.CDLL(None, use_errno=True)


def go():
    parameters = ctypes.create_string_buffer(120)
    attempt(lambda: LIBC.syscall(425, 8, parameters))
    attempt(lambda: LIBC.syscall(426, 3, 1, 0, 0, 0, 0))
    attempt(lambda: LIBC.syscall(427, 3, 0, 0, 0))


go()


def project(A, b):
    go()
    return A * 0
