from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager

import psutil
import pytest

from grader.errors import SandboxError
from grader.sandbox.connection import connected


def test_what_is_written_at_one_end_is_read_at_the_other() -> None:
    with connected() as connection:
        data, output, life = connection.theirs
        os.write(data, b"data")
        os.write(output, b"output")
        os.write(life, b"life")
        said = connection.data.recv(9), os.read(connection.output, 9), connection.life.recv(9)
    assert said == (b"data", b"output", b"life")
    assert os.read(connection.output, 1) == b""  # theirs are closed, ours are not
    connection.data.close()
    connection.life.close()
    os.close(connection.output)


def test_after_a_failure_all_is_closed() -> None:
    before = psutil.Process().num_fds()
    with pytest.raises(KeyError), connected():
        raise KeyError
    assert psutil.Process().num_fds() == before


@pytest.mark.parametrize("room", range(6))
def test_without_descriptors_it_says_so_and_keeps_none(
    room: int, room_for: Callable[[int], AbstractContextManager[None]]
) -> None:
    before = psutil.Process().num_fds()
    with room_for(room), pytest.raises(SandboxError, match="Too many open files"), connected():
        pass
    assert psutil.Process().num_fds() == before
