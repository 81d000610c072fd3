"""Starts threads while it is loaded, so that the process cannot be forked, and meddles from there."""
import builtins
import threading
import time


def meddle():
    time.sleep(0.3)
    while True:
        builtins.len = lambda *_: 0
        time.sleep(0.01)


threading.Thread(target=meddle, daemon=True).start()


def project(A, b):
    return b * 0
