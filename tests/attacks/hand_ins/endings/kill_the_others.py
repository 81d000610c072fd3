"""Sends signals to its parent, the grader, a process of the same user, its group, and everybody."""
import os
import signal

from tools import T, attempt


def everybody():
    # In a namespace of its own nobody else is there; elsewhere 0 only asks whether it may.
    os.kill(-1, signal.SIGKILL if os.getpid() == 1 else 0)
    return None if os.getpid() == 1 else "allowed"


def go():
    for pid in {T["grader"], T["victim"], os.getppid()} - {0, 1, os.getpid()}:
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGUSR1, 0):
            attempt(lambda: os.kill(pid, number) or "sent")
            attempt(lambda: os.killpg(pid, number) or "sent")
    attempt(everybody)


go()


def project(A, b):
    go()
    return A * 0
