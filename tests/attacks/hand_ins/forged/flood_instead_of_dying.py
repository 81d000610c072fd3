"""Is to be killed by a process of its own, which does not do it; meanwhile it sends as much as goes through the socket."""
import os
import socket
import threading
import time

from tools import frame

os.kill = os.killpg = lambda *_: None
FLOOD = frame(b"\xc0", bytes(1 << 20)) * 8


def flood():
    data = socket.socket(fileno=os.dup(3))
    while True:
        data.sendall(FLOOD)


def project(A, b):
    threading.Thread(target=flood, daemon=True).start()
    time.sleep(60)


is_orthogonal = residual = ridge_loss = correlated_noise = project
