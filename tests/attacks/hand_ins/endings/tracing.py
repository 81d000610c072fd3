"""Traces the victim, its parent and the grader; asks to be traced; changes scheduling and priorities of others."""
import ctypes
import os

from tools import T, attempt

LIBC = ctypes.CDLL(None, use_errno=True)


def go():
    for pid in {T["grader"], T["victim"], os.getppid()} - {0, 1, os.getpid()}:
        for request in (16, 0x4206):  # attach, seize
            attempt(lambda: LIBC.ptrace(request, pid, 0, 0))
        attempt(lambda: os.setpriority(os.PRIO_PROCESS, pid, 19) or "changed")
        attempt(lambda: os.sched_setaffinity(pid, {0}) or "changed")
        attempt(lambda: LIBC.syscall(302, pid, 7, 0, ctypes.create_string_buffer(16)))
        attempt(lambda: os.setpgid(pid, 0) or "changed")
    attempt(lambda: LIBC.ptrace(0, 0, 0, 0))


go()


def project(A, b):
    go()
    return A * 0
