"""Sends lists in lists in lists, maps that hold themselves by hash, and a header of a million nils."""
from tools import frame, write_everywhere

HEAD = b"\x97\xa8returned\x00\xcb" + bytes(8)


def project(A, b):
    write_everywhere(frame(HEAD + b"\x91" * 100_000 + b"\xc0\x90\xc0\xc2"))


def residual(A, b):
    write_everywhere(frame(HEAD + b"\xdd\x00\x0f\x00\x00" + b"\xc0" * (15 << 16) + b"\x90\xc0\xc2"))


def is_orthogonal(a, b):
    write_everywhere(frame(HEAD + b"\xdf\xff\xff\xff\xff" + b"\xc0" * 1000))


def ridge_loss(w, X, y, lam):
    write_everywhere(frame(HEAD + b"\xc9\xff\xff\xff\xff\x01" + b"\xc0" * 1000))
