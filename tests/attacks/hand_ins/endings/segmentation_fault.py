"""Reads address 0, while loading and when asked."""
import ctypes


def project(A, b):
    ctypes.string_at(0)


def residual(A, b):
    ctypes.memset(id(None), 255, 64)
    ctypes.memset(id(type), 255, 4096)
    return b


ctypes.string_at(0)
