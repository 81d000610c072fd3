"""Aborts, by os.abort, by a library, by an illegal instruction."""
import ctypes
import mmap
import os
import signal


def project(A, b):
    os.abort()


def residual(A, b):
    ctypes.CDLL(None).abort()


def is_orthogonal(a, b):
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\x0f\x0b")
    ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()


def correlated_noise(mean, cov, m, rng):
    signal.raise_signal(signal.SIGFPE)


os.abort()
