"""Asks for addresses, and carries a secret out in the question."""
import socket

from tools import attempt


def go():
    attempt(lambda: socket.getaddrinfo("secret.example.com", 80))
    attempt(lambda: socket.gethostbyname("secret.example.com"))
    attempt(lambda: socket.gethostbyaddr("8.8.8.8"))


go()


def project(A, b):
    go()
    return A * 0
