"""Lets the process that is forked for each question hang, close its socket or stop when it is asked to fork."""
import os
import signal
import time

COUNT = iter(range(10**9))
FORK = os.fork


def fork():
    kind = next(COUNT) % 3
    if kind == 0:
        time.sleep(3600)
    if kind == 1:
        os.close(3)
    os.kill(os.getpid(), signal.SIGSTOP)


os.fork = fork


def project(A, b):
    return b


residual = is_orthogonal = project
