from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import SandboxError
from grader.sandbox.endings import BROKEN, Ended
from grader.sandbox.life import LifeLine, SilentZygoteError, TemplateLine


class FakeTemplate:
    """Dies when it is told to, of `why`; or has died, and is reported so."""

    def __init__(self, why: str = "-", ended: Ended | None = None) -> None:
        self.why = why
        self.ended = ended
        self.killed = 0

    def ended_within(self, _: float) -> Ended | None:
        return self.ended

    def kill(self) -> Ended:
        self.killed += 1
        return Ended(9, why=self.why)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    with near, far:
        yield near, far


def test_an_end_is_told_once_it_is_whole(pair: tuple[socket.socket, socket.socket]) -> None:
    line = LifeLine(pair[0])
    line.read()
    pair[1].sendall(b"started 5\nended 9 0.25 10")
    line.read()
    assert line.ended is None
    pair[1].sendall(b"24 memory\n")
    line.read()
    assert line.ended == Ended(9, 0.25, 1024, "memory")


def test_whatever_the_zygote_fails_to_do_is_our_fault(pair: tuple[socket.socket, socket.socket]) -> None:
    line = LifeLine(pair[0])
    with pytest.raises(SilentZygoteError, match="silent for 20 s"):
        line.run_out_of_patience()
    pair[1].sendall(b"failed 12\n")
    with pytest.raises(SandboxError, match="no process could be started: Cannot allocate memory"):
        line.read()
    pair[1].close()
    with pytest.raises(SandboxError, match="died"):
        line.read()


def test_killing_is_asked_for_by_hanging_up(pair: tuple[socket.socket, socket.socket]) -> None:
    line = LifeLine(pair[0])
    line.ask_to_kill()
    assert pair[1].recv(1) == b""
    pair[1].close()
    line.ask_to_kill()


@pytest.mark.parametrize("said", [b"", b"failed 11\n", b"failed x\n", b"ended a b c d\n", b"\xff\x00\n"])
def test_whatever_a_template_says_or_not_is_no_fault_of_ours(
    pair: tuple[socket.socket, socket.socket], said: bytes
) -> None:
    template = FakeTemplate()
    line = TemplateLine(pair[0], template)
    pair[1].sendall(said)
    pair[1].close()
    line.read()
    if line.ended is None:
        line.read()
    assert line.ended == Ended(BROKEN << 8)
    assert template.killed


def test_a_template_killed_for_what_both_took_says_why(pair: tuple[socket.socket, socket.socket]) -> None:
    line = TemplateLine(pair[0], FakeTemplate("memory"))
    line.run_out_of_patience()
    assert line.ended == Ended(9, why="memory")


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        (Ended(9), Ended(9)),  # killed by somebody: no fault of the code's
        (Ended(9, why="files"), Ended(9, why="files")),
        (Ended(3 << 8), Ended(BROKEN << 8)),
        (Ended(11), Ended(BROKEN << 8)),
    ],
)
def test_a_template_that_is_gone_already(pair: tuple[socket.socket, socket.socket], ended: Ended, told: Ended) -> None:
    template = FakeTemplate(ended=ended)
    line = TemplateLine(pair[0], template)
    pair[1].close()
    line.read()
    assert line.ended == told
    assert not template.killed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.binary(max_size=80).map(lambda data: data + b"\n") | st.just(b"ended 1 2 3\n"))
def test_any_bytes_of_a_template_raise_nothing(said: bytes) -> None:
    near, far = socket.socketpair()
    with near, far:
        line = TemplateLine(near, FakeTemplate())
        far.sendall(said)
        line.read()
        far.close()
        line.read()
        assert line.ended is not None
