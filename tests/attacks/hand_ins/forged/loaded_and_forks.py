"""Says that it is a process that can be forked, and then answers the requests for forks itself."""
import os
import socket
import threading
import time

from tools import frame, write_everywhere

write_everywhere(frame(["loaded", ["project", "residual"], [], [], True]))


def serve():
    control = socket.socket(fileno=3)
    for _ in range(20):
        try:
            head, descriptors, _, _ = socket.recv_fds(control, 65536, 8)
        except OSError:
            return
        for number in descriptors:
            for words in (b"started 1\n", b"ended 0 0.0 0 -\n", b"started x\nended 1e999 nan -1 memory\n"):
                try:
                    os.write(number, words + frame(["returned", 0, 0.0, True, [], None, False]))
                except OSError:
                    continue


threading.Thread(target=serve, daemon=True).start()
time.sleep(1)


def project(A, b):
    return b
