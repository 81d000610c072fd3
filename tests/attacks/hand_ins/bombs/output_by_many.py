"""Prints from twenty threads at once, so that whoever empties the pipe never finds it empty."""
import os
import threading


def flood():
    while True:
        os.write(1, b"x" * 65_536)


def project(A, b):
    threading.stack_size(65_536)
    for _ in range(20):
        threading.Thread(target=flood, daemon=True).start()
    flood()


residual = project
