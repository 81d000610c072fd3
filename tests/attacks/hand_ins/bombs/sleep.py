"""Sleeps with signals blocked, waits for a lock, reads what never comes."""
import os
import signal
import threading


def project(A, b):
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    signal.sigwaitinfo([signal.SIGUSR1])


def residual(A, b):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def is_orthogonal(a, b):
    os.read(os.pipe()[0], 1)
