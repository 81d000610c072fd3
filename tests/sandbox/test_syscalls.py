from __future__ import annotations

import struct
import sys

import pytest

from grader.sandbox.confinement import PID_MARK

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="seccomp")


@pytest.fixture(scope="module")
def program() -> list[tuple[int, int, int, int]]:
    from grader.sandbox.syscalls import build_filter

    bpf = build_filter()
    assert len(bpf) % 8 == 0
    return list(struct.iter_unpack("=HBBI", bpf))


def test_the_filter_is_of_bearable_length(program: list[tuple[int, int, int, int]]) -> None:
    assert 100 < len(program) < 1000


def test_the_own_pid_is_marked_for_each_child(program: list[tuple[int, int, int, int]]) -> None:
    assert sum(operand == PID_MARK for *_, operand in program) >= 1


def test_calls_newer_than_the_list_do_not_exist(program: list[tuple[int, int, int, int]]) -> None:
    load, compare, answer = program[:3]
    assert load == (0x20, 0, 0, 0)
    assert compare == (0x25, 0, 1, 469)
    assert answer == (0x06, 0, 0, 0x0005_0000 | 38)
