from __future__ import annotations

import mmap
import sys
from pathlib import Path

import pytest

from grader.sandbox import pages
from grader.sandbox.pages import aligned, collapse


@pytest.mark.parametrize(
    ("line", "span"),
    [
        ("55d000200000-55d000600000 rw-p 00000000 00:00 0 [heap]", (0x55D000200000, 0x55D000600000)),
        ("7f0000100000-7f0000700000 rw-p 00000000 00:00 0", (0x7F0000200000, 0x7F0000600000)),
        ("7f0000100000-7f0000180000 rw-p 00000000 00:00 0", (0x7F0000200000, 0x7F0000000000)),
        ("7f0000000000-7f0000400000 r-xp 00000000 08:01 12 /usr/lib/libc.so.6", (0, 0)),
        ("7f0000000000-7f0000400000 rw-p 00000000 08:01 12 /usr/lib/libc.so.6", (0, 0)),
        ("7f0000000000-7f0000400000 rw-s 00000000 00:00 0", (0, 0)),
        ("7ffc00000000-7ffc00400000 rw-p 00000000 00:00 0 [stack]", (0, 0)),
    ],
)
def test_only_whole_huge_pages_of_own_memory(line: str, span: tuple[int, int]) -> None:
    assert aligned(line) == span


def test_collapsing_changes_nothing_but_the_pages() -> None:
    memory = mmap.mmap(-1, 8 << 20, flags=mmap.MAP_PRIVATE) if sys.platform == "linux" else mmap.mmap(-1, 8 << 20)
    with memory:
        memory.write(b"\x07" * (8 << 20))
        done = collapse()
        assert done >= 0
        assert done % (2 << 20) == 0
        memory.seek(0)
        assert memory.read() == b"\x07" * (8 << 20)


def test_without_proc_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_MAPS", Path("/nowhere/maps"))
    assert collapse() == 0
