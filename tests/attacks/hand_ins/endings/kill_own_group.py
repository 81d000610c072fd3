"""Kills its own process group and itself, while loading and when asked."""
import os
import signal


def project(A, b):
    os.killpg(0, signal.SIGKILL)
    return A * 0


def residual(A, b):
    os.kill(os.getpid(), signal.SIGKILL)


def is_orthogonal(a, b):
    os.kill(0, signal.SIGTERM)
    signal.raise_signal(signal.SIGTERM)


os.killpg(0, signal.SIGTERM)
