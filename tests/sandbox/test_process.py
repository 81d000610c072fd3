"""A process that is no child at all but this test: it can send anything."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import SandboxError
from grader.records import Limits, StopReason
from grader.sandbox.endings import HUNG_UP, NOT_AN_ANSWER, OUT_OF_TIME, Gone
from grader.sandbox.framing import Framer
from grader.sandbox.life import LifeLine, SilentZygoteError
from grader.sandbox.process import Process
from grader.sandbox.wire import FROM_CHILD, FROM_GRADER, Encoder, decode_trusted


class Far:
    """The far ends of everything that a process holds."""

    def __init__(self, scratch: Path, limits: Limits) -> None:
        near_data, self.data = socket.socketpair()
        near_life, self.life = socket.socketpair()
        output, self.output = os.pipe()
        self.near = Process(near_data, output, LifeLine(near_life), limits, scratch)

    def send(self, *message: object) -> None:
        self.data.sendall(Encoder(FROM_CHILD).encode(message))

    def end(self, status: int = 0, why: str = "-") -> None:
        self.life.sendall(f"ended {status} 0.5 1000 {why}\n".encode())

    def close(self) -> None:
        with suppress(OSError):
            self.end()
        self.near.close()
        self.data.close()
        self.life.close()
        os.close(self.output)


def soon(seconds: float = 2.0) -> float:
    return time.monotonic() + seconds


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Far]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    far = Far(scratch, Limits(output_kib=1))
    yield far
    far.close()


def test_messages_arrive_in_order(far: Far) -> None:
    far.send("one", 1)
    far.send("two", np.arange(3))
    assert far.near.receive(soon()) == ["one", 1]
    name, array = far.near.receive(soon())  # type: ignore[misc]
    assert name == "two"
    assert array.tolist() == [0, 1, 2]


def test_what_was_sent_before_the_end_arrives_before_it(far: Far) -> None:
    far.send("last", 1)
    far.end(9, "memory")
    assert far.near.receive(soon()) == ["last", 1]
    assert far.near.receive(soon()) == Gone(StopReason.MEMORY, "it needed more than 1 GB of memory")
    assert far.near.receive(soon()) == Gone(StopReason.MEMORY, "it needed more than 1 GB of memory")


def test_what_was_sent_before_garbage_arrives_before_it(far: Far) -> None:
    far.send("last", 1)
    far.data.sendall(b"\xff" * 100)
    assert far.near.receive(soon()) == ["last", 1]
    assert far.near.receive(soon()) == NOT_AN_ANSWER


@pytest.mark.parametrize("message", [(), (1, 2), (None,), (np.zeros(2), 1), ([["at"]],)])
def test_what_has_no_name_is_not_an_answer(far: Far, message: tuple[object, ...]) -> None:
    far.send(*message)
    assert far.near.receive(soon()) == NOT_AN_ANSWER


def test_a_half_frame_runs_out_of_time(far: Far) -> None:
    far.data.sendall(Encoder(FROM_CHILD).encode(["x"])[:-1])
    started = time.monotonic()
    assert far.near.receive(soon(0.1)) == OUT_OF_TIME
    assert 0.1 <= time.monotonic() - started < 1


def test_what_came_in_time_counts_however_late_it_is_looked_at(far: Far) -> None:
    far.send("answer", 1)
    assert far.near.receive(soon(-1.0)) == ["answer", 1]


def test_an_end_that_came_in_time_counts_however_late_it_is_looked_at(far: Far) -> None:
    far.end(5 << 8)
    assert far.near.receive(soon(-1.0)) == Gone(StopReason.CRASHED, "the process ended by itself (exit code 5)")


def test_after_the_deadline_there_is_one_look_and_no_more(far: Far) -> None:
    """Else a child that goes on sending would never run out of time."""
    deadline = soon(-1.0)
    far.send("first", 1)
    assert far.near.receive(deadline) == ["first", 1]
    far.send("second", 2)
    assert far.near.receive(deadline) == OUT_OF_TIME
    assert far.near.receive(soon()) == ["second", 2]


def test_hanging_up_leaves_a_moment_to_end(far: Far) -> None:
    far.data.shutdown(socket.SHUT_RDWR)
    far.end(5 << 8)
    assert far.near.receive(soon()) == Gone(StopReason.CRASHED, "the process ended by itself (exit code 5)")


def test_hanging_up_and_living_on_is_told(far: Far) -> None:
    far.data.shutdown(socket.SHUT_RDWR)
    assert far.near.receive(soon()) == HUNG_UP
    far.near.send("into nothing", 1)


def test_a_child_that_does_not_read_blocks_nobody(far: Far) -> None:
    big = np.zeros(4_000_000)
    far.near.send("first", big)
    far.near.send("second", big)
    assert far.near.receive(soon(0.1)) == OUT_OF_TIME


def test_large_messages_leave_while_receiving(far: Far) -> None:
    far.near.send("big", np.arange(1_000_000.0))
    far.near.send("small", 1)
    framer, received = Framer(FROM_GRADER), []
    far.data.setblocking(False)
    while len(received) < 2:
        try:
            framer.feed(far.data.recv(1 << 20))
        except BlockingIOError:
            assert far.near.receive(soon(0.01)) == OUT_OF_TIME
        received += [decode_trusted(*frame) for frame in framer.frames()]
    assert received[0][1].size == 1_000_000
    assert received[1] == ["small", 1]


def test_output_is_kept_up_to_its_limit(far: Far) -> None:
    os.write(far.output, "é".encode() * 100)
    assert far.near.output() == "é" * 100
    os.write(far.output, b"x" * 2000)
    assert far.near.output() == "é" * 100 + "x" * 824 + "\n… 1,176 more bytes were printed"


def test_closed_output_is_no_end(far: Far) -> None:
    os.dup2(far.life.fileno(), far.output)
    far.send("still", 1)
    assert far.near.receive(soon()) == ["still", 1]


def test_the_end_of_the_life_line_is_the_death_of_the_zygote(far: Far) -> None:
    far.life.close()
    with pytest.raises(SandboxError, match="died"):
        far.near.receive(soon())
    far.near.close()


def test_a_failed_fork_is_our_fault(far: Far) -> None:
    far.life.sendall(b"failed 11\n")
    with pytest.raises(SandboxError, match="no process could be started: Resource temporarily unavailable"):
        far.near.receive(soon())


def test_the_life_line_may_come_in_pieces(far: Far) -> None:
    far.life.sendall(b"started 12\nended 0 0.")
    assert far.near.receive(soon(0.05)) == OUT_OF_TIME
    far.life.sendall(b"5 1000 threads\n")
    assert far.near.receive(soon()) == Gone(StopReason.CRASHED, "it started too many threads")


def test_a_kill_that_nobody_confirms_is_an_error(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LifeLine, "patience", 0.1)
    with pytest.raises(SilentZygoteError, match="silent"):
        far.near.kill()


def test_a_kill_is_asked_for_on_the_life_line_and_confirmed_once(far: Far) -> None:
    far.end(9)
    assert far.near.kill().status == 9
    assert far.near.kill().cpu == 0.5
    assert far.life.recv(1) == b""


def test_closing_removes_the_scratch_folder(far: Far) -> None:
    folder = far.near.folder
    assert folder is not None
    (folder / "file").write_text("x")
    far.end()
    far.near.close()
    far.near.close()
    assert not folder.exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=st.lists(st.binary(max_size=60), max_size=4))
def test_any_bytes_are_a_message_or_words(tmp_path: Path, pieces: list[bytes]) -> None:
    far = Far(tmp_path / "none", replace(Limits(), output_kib=1))
    try:
        for piece in pieces:
            far.data.sendall(piece)
        for _ in range(5):
            answer = far.near.receive(soon(0.002))
            assert isinstance(answer, Gone) or type(answer[0]) is str
    finally:
        far.close()


def test_nothing_more_is_taken_from_a_process_that_is_to_be_killed(far: Far) -> None:
    """It may send faster than it dies: only what was on its way then may be left."""
    stop = threading.Event()

    def flood() -> None:
        with suppress(OSError):
            while not stop.is_set():
                taken.append(far.data.send(whole))

    taken: list[int] = []
    whole = Encoder(FROM_CHILD).encode(["x", np.zeros(1 << 17)])
    thread = threading.Thread(target=flood)
    thread.start()
    threading.Timer(0.3, far.end).start()
    far.near.kill()
    stop.set()
    far.data.shutdown(socket.SHUT_RDWR)
    thread.join()
    assert sum(taken) < 4 << 20


class Endless:
    """Something that can be read again and again; a loop that reads without bound fails here in place of hanging."""

    def __init__(self, found: object) -> None:
        self._found = found
        self._left = 10_000

    def __call__(self, *_: object) -> object:
        self._left -= 1
        assert self._left, "read without bound"
        return self._found


def test_a_process_that_is_said_to_have_ended_may_go_on_sending(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    far.end()
    monkeypatch.setattr(far.near, "_read", Endless(found=True))
    assert isinstance(far.near.receive(soon()), Gone)


def test_output_without_end_does_not_stop_the_clock(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    os.write(far.output, b"x")
    monkeypatch.setattr("grader.sandbox.process.os.read", Endless(bytes(1 << 16)))
    assert "more bytes were printed" in far.near.output()
    monkeypatch.undo()
