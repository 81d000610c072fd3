"""Sends the kinds of arguments that only the grader may send, dates, and integers of a megabyte."""
import msgpack

from tools import frame, write_everywhere

COUNT = iter(range(10**9))


def project(A, b):
    code = next(COUNT) % 12 - 1
    data = b"\x01" * (900_000 if code == 4 else 12)
    write_everywhere(frame(["returned", 0, 0.0, msgpack.ExtType(code, data) if code >= 0 else msgpack.Timestamp(1), [], None, False]))


residual = is_orthogonal = project
