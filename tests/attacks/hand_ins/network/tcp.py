"""Connects to a listening port of this machine, and listens itself."""
import socket

from tools import T, attempt


def go():
    attempt(lambda: socket.create_connection(("127.0.0.1", T["sockets"]["tcp"]), 1))
    attempt(lambda: socket.create_connection(("::1", T["sockets"]["tcp"]), 1))
    attempt(lambda: socket.create_server(("0.0.0.0", 0)))


go()


def project(A, b):
    go()
    return A * 0
