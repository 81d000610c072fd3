"""Stops itself, so that it neither answers nor ends."""
import os
import signal


def project(A, b):
    os.kill(os.getpid(), signal.SIGSTOP)


def residual(A, b):
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    signal.raise_signal(signal.SIGSTOP)
    return b
