"""Sends arrays with unknown types, negative, huge and cut off shapes, overlapping and missing bytes."""
import struct

import msgpack

from tools import frame, write_everywhere


def array(code, *shape, cut=0):
    data = struct.pack("<BB", code, len(shape)) + struct.pack(f"<{len(shape)}q", *shape)
    return msgpack.ExtType(1, data[: len(data) - cut])


ARRAYS = [array(255, 1), array(11, -1), array(11, -1, -1), array(11, 2**62, 4), array(11, 2**40), array(11, 1, cut=3),
          array(0, 8), array(11, *[1] * 60), array(13, 2**63 - 1, 2**63 - 1), array(11, 0, 2**63 - 1), array(9, 4)]
COUNT = iter(range(10**9))


def project(A, b):
    body = msgpack.packb(["returned", 0, 0.0, ARRAYS[next(COUNT) % len(ARRAYS)], [], None, False])
    write_everywhere(frame(body, b"\xff" * 8))


residual = is_orthogonal = correlated_noise = project
