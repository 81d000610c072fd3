"""Sends datagrams."""
import socket

from tools import T, attempt


def go():
    for kind in (socket.SOCK_DGRAM, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK):
        attempt(lambda: socket.socket(socket.AF_INET, kind).sendto(b"x", ("127.0.0.1", T["sockets"]["udp"])))


go()


def project(A, b):
    go()
    return A * 0
