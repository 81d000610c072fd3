"""Makes links in its own folder that lead to the reference, to a neighbour and to the store, and follows them."""
import os

from tools import T, attempt

WANTED = [f"{T['course']}/reference/projection.py", T["store"], *T["neighbours"][:1], *T["canaries"]]


def go(mark):
    for index, path in enumerate(WANTED):
        name = f"{mark}{index}"
        for make in (os.symlink, os.link):
            try:
                make(path, f"{name}{make.__name__}")
            except OSError:
                continue
            attempt(lambda: open(f"{name}{make.__name__}", "rb").read())
            attempt(lambda: open(f"{name}{make.__name__}", "ab"))
        attempt(lambda: os.rename(path, name) or "renamed")
        attempt(lambda: os.open(f"/proc/self/root{path}", os.O_RDONLY))
        attempt(lambda: os.open("../" * 20 + path[1:], os.O_RDONLY))


go("a")


def project(A, b):
    go("b")
    return A * 0
