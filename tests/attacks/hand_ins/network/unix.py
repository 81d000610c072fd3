"""Connects to sockets in the file system and in the abstract name space, and sends from one end of a pair."""
import socket

from tools import T, attempt


def reach(name, kind=socket.SOCK_STREAM):
    socket.socket(socket.AF_UNIX, kind).connect(name)
    return "connected"


def leave(name):
    left, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return left.sendto(b"x", name)


def go():
    for name in (T["sockets"]["unix"], "\0" + T["sockets"]["abstract"], "/run/docker.sock", "/run/dbus/system_bus_socket"):
        attempt(reach, name)
        attempt(reach, name, socket.SOCK_DGRAM)
        attempt(leave, name)


go()


def project(A, b):
    go()
    return A * 0
