"""Sends a part of a frame, and then ends, waits or goes on."""
import os
import time

from tools import frame, write_everywhere

WHOLE = frame(["returned", 0, 0.0, "x" * 1000, [], None, False])


def project(A, b):
    write_everywhere(WHOLE[:100])
    os._exit(0)


def residual(A, b):
    write_everywhere(WHOLE[:5])
    time.sleep(60)


def is_orthogonal(a, b):
    write_everywhere(WHOLE[:-1])
    return True
