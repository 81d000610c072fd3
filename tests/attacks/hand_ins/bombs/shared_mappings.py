"""Takes memory that is not counted as its own: shared mappings, memfd, shared_memory, System V, files in scratch."""
import ctypes
import mmap
import os
from multiprocessing import shared_memory

LIBC = ctypes.CDLL(None, use_errno=True)
KEPT = []


def project(A, b):
    for _ in range(64):
        KEPT.append(mmap.mmap(-1, 16 << 20, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS))
        KEPT[-1].write(b"x" * (16 << 20))


def residual(A, b):
    fd = os.open("backing", os.O_RDWR | os.O_CREAT)
    os.ftruncate(fd, 30 << 20)
    for _ in range(64):
        KEPT.append(mmap.mmap(fd, 30 << 20))
        KEPT[-1].write(b"x" * (30 << 20))
    return b * 0


def is_orthogonal(a, b):
    shared_memory.SharedMemory(create=True, size=1 << 30)


def correlated_noise(mean, cov, m, rng):
    assert LIBC.shmget(0x5EC2E7, 1 << 30, 0o1666) == -1
    assert LIBC.semget(0x5EC2E7, 1000, 0o1666) == -1
    assert LIBC.msgget(0x5EC2E7, 0o1666) == -1
    os.write(os.memfd_create("x"), b"x" * (1 << 28))
