"""Reads the memory of the victim and of its parent by process_vm_readv and /proc/PID/mem, and writes to it."""
import ctypes
import os

from tools import T, attempt

LIBC = ctypes.CDLL(None, use_errno=True)


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


def go():
    buffer = ctypes.create_string_buffer(64)
    here, there = Vector(ctypes.addressof(buffer), 64), Vector(ctypes.addressof(buffer), 64)
    for pid in {T["victim"], T["grader"], os.getppid()} - {0, os.getpid()}:
        for call in (LIBC.process_vm_readv, LIBC.process_vm_writev):
            attempt(lambda: call(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0))
        attempt(lambda: open(f"/proc/{pid}/mem", "r+b", 0))


go()


def project(A, b):
    go()
    return A * 0
