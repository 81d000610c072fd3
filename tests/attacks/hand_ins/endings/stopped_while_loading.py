"""Stops itself while it is loaded."""
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)


def project(A, b):
    return b
