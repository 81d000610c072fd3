"""Huge pages for what the zygote holds: a fork then copies one entry for 2 MB in place of 512.

With torch that takes a third off the cost of a child. Linux from 6.1; elsewhere nothing happens.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

from grader.sandbox.confinement import libc

_HUGE = 2 << 20
_MADV_COLLAPSE = 25
_MAPS = Path("/proc/self/maps")


def collapse() -> int:
    """Collapses this process's own writable memory, as far as the kernel will; returns the bytes it did."""
    try:
        lines = _MAPS.read_text("ascii", "replace").splitlines()
    except OSError:
        return 0
    done = 0
    for start, end in (aligned(line) for line in lines):
        if end > start and libc().madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_COLLAPSE) == 0:
            done += end - start
    return done


def aligned(line: str) -> tuple[int, int]:
    """The whole huge pages of a line of /proc/PID/maps, if it is writable, private and of no file; else none."""
    span, rights, _, _, inode, *name = line.split()
    if rights != "rw-p" or inode != "0" or name not in ([], ["[heap]"]):
        return 0, 0
    start, end = (int(word, 16) for word in span.split("-"))
    return -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE
