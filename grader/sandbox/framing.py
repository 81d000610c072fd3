"""Cutting a stream of bytes into frames.

Small frames are read many at a time and copied out; a large one is received where it is to stay, its blob aligned for
arrays: they are used as they lie.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np

from grader.sandbox.wire import ALIGN, LENGTHS, FrameLimits, WireError

_SCRATCH = 1 << 18

Frame = tuple[bytes, memoryview]


class Framer:
    """Receive into `room()`, say how much with `filled()`, and take what is whole from `frames()`."""

    def __init__(self, limits: FrameLimits) -> None:
        self._limits = limits
        self._scratch = np.empty(_SCRATCH, np.uint8).data  # pages that nothing is put into cost nothing
        self._large: memoryview | None = None  # of one frame that is larger than the scratch
        self._size = 0  # bytes in the one or the other
        self._found: deque[Frame] = deque()
        self._fault: WireError | None = None

    def room(self) -> memoryview:
        """Where the next bytes of the stream belong; never empty."""
        return (self._scratch if self._large is None else self._large)[self._size :]

    def filled(self, count: int) -> None:
        """`count` bytes were put into the room."""
        self._size += count
        if self._large is None:
            self._cut()
        elif self._size == len(self._large):
            header, _ = LENGTHS.unpack_from(self._large)
            middle = LENGTHS.size + header
            self._found.append((bytes(self._large[LENGTHS.size : middle]), self._large[middle:]))
            self._large, self._size = None, 0

    def feed(self, data: bytes) -> None:
        """The stream goes on with `data`."""
        rest = memoryview(data)
        while rest and self._fault is None:
            room = self.room()
            count = min(len(room), len(rest))
            room[:count] = rest[:count]
            self.filled(count)
            rest = rest[count:]

    def frames(self) -> Iterator[Frame]:
        """Yields (header, blob) of every whole frame; WireError once one has announced too much."""
        while self._found:
            yield self._found.popleft()
        if self._fault is not None:
            raise self._fault

    def _cut(self) -> None:
        """Takes the whole frames out of the scratch; what is left moves to its beginning, or where it has room."""
        start = 0
        while self._size - start >= LENGTHS.size:
            header, blob = LENGTHS.unpack_from(self._scratch, start)
            if header > self._limits.header or blob > self._limits.blob:
                self._fault = WireError(f"a frame of {header:,} + {blob:,} bytes is too large")
                start = self._size
                break
            middle = start + LENGTHS.size + header
            if middle + blob > self._size:
                break
            copied = memoryview(bytes(self._scratch[middle : middle + blob]))
            self._found.append((bytes(self._scratch[start + LENGTHS.size : middle]), copied))
            start = middle + blob
        rest = self._scratch[start : self._size]
        if len(rest) >= LENGTHS.size:
            header, blob = LENGTHS.unpack_from(rest)
            if LENGTHS.size + header + blob > len(self._scratch):
                self._large = _aligned(header, blob)
        if start or self._large is not None:
            target = self._scratch if self._large is None else self._large
            target[: len(rest)] = bytes(rest)
        self._size = len(rest)


def _aligned(header: int, blob: int) -> memoryview:
    """Room for a frame whose blob begins at a multiple of 16 bytes; numpy asks for huge pages where it is large."""
    whole = np.empty(LENGTHS.size + header + blob + ALIGN, np.uint8)
    skipped = -(whole.ctypes.data + LENGTHS.size + header) % ALIGN
    return whole.data[skipped : skipped + LENGTHS.size + header + blob]
