"""Children that are started, not forked: the same sessions, on any system."""

from __future__ import annotations

import os
import socket
import time

import numpy as np
import psutil
import pytest

from grader.errors import SandboxError
from grader.records import Absent, Call, Cell, CellKind, Limits, Raised, Returned, Stopped, StopReason, Submission, Tier
from grader.sandbox import spawn
from grader.sandbox.pool import Sandbox
from grader.sandbox.spawn import SpawnedProcess, SpawningSandbox, can_fork, sandbox_here

LIMITS = Limits(load_seconds=10, question_seconds=10, call_seconds=1, output_kib=1)


def submission(source):
    return Submission("s", ("hw.py",), "", (Cell(CellKind.SCRIPT, source, "hw.py"),), beside={"data.txt": b"3"})


def ask(source, *calls):
    with (
        SpawningSandbox(("numpy",)) as sandbox,
        sandbox.open(submission(source), LIMITS) as session,
        session.question(LIMITS) as question,
    ):
        return session.loaded, question.run([[call] for call in calls])


def test_functions_are_called_and_output_is_kept():
    source = "print('x' * 3000)\ndef f(x):\n    return x * 2\ndef g():\n    return open('data.txt').read()\n1 / 0\n"
    loaded, ((first,), (second,), (third,), (fourth,)) = ask(
        source, Call("f", (np.arange(3.0),)), Call("g", ()), Call("h", ()), Call("f", ("a", 1))
    )
    assert loaded.names == ("f", "g")
    assert [failure.type_name for failure in loaded.failures] == ["ZeroDivisionError"]
    assert loaded.output.startswith("x" * 1024)
    assert loaded.output.endswith("\n… 1,977 more bytes were printed")
    assert isinstance(first, Returned)
    assert first.value.tolist() == [0.0, 2.0, 4.0]
    assert isinstance(second, Returned)
    assert second.value == "3"
    assert isinstance(third, Absent)
    assert isinstance(fourth, Raised)


@pytest.mark.parametrize("count", [0, 1, 1000, 1024])
def test_nothing_that_was_printed_while_loading_is_missed(count, monkeypatch):
    hear = SpawnedProcess._hear

    def late(process):
        time.sleep(0.5)
        hear(process)

    monkeypatch.setattr(SpawnedProcess, "_hear", late)
    loaded, _ = ask(f"import os\nos.write(1, b'x' * {count})\ndef f():\n    return 1\n", Call("f", ()))
    assert loaded.output == "x" * count


def test_closed_output_is_not_waited_for_without_end(monkeypatch):
    monkeypatch.setattr(spawn, "_HEAR_SECONDS", 0.2)
    loaded, ((first,),) = ask("import os\nos.write(2, b'x')\nos.close(1)\ndef f():\n    return 1\n", Call("f", ()))
    assert loaded.output == "x"
    assert isinstance(first, Returned)


def test_what_hangs_is_ended_and_the_rest_goes_on():
    source = "import os\ndef hangs():\n    while True: pass\ndef exits():\n    os._exit(7)\ndef f():\n    return 1\n"
    _, ((first,), (second,), (third,)) = ask(source, Call("hangs", ()), Call("exits", ()), Call("f", ()))
    assert isinstance(first, Stopped)
    assert first.reason is StopReason.TIMEOUT
    assert isinstance(second, Stopped)
    assert "exit code 7" in second.detail
    assert isinstance(third, Returned)


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ask("open('mine.txt', 'w').write('x')\ndef f():\n    return 1\n", Call("f", ()))
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_cannot_start_says_why(monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit('no such luck')", encoding="utf-8")
    monkeypatch.setattr(spawn, "_SCRIPT", broken)
    with pytest.raises(SandboxError, match="a process did not start: no such luck"):
        ask("x = 1")


@pytest.mark.parametrize("room", range(7))
def test_what_no_descriptors_are_left_for_leaves_nothing(room, room_for, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = psutil.Process().num_fds()
    with room_for(room), pytest.raises(SandboxError, match=r"cannot be started: .*Too many open files"):
        SpawningSandbox(("numpy",))
    assert psutil.Process().num_fds() == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("module", "name"), [(os, "fork"), (socket, "send_fds")])
def test_it_is_taken_where_nothing_can_be_forked(module, name, monkeypatch):
    if not hasattr(module, name):
        pytest.skip("this system has none")
    assert can_fork()
    monkeypatch.delattr(module, name)
    assert not can_fork()
    with sandbox_here(Tier.C, ("numpy",)) as sandbox:
        assert isinstance(sandbox, SpawningSandbox)


@pytest.mark.skipif(not can_fork(), reason="nothing can be forked here")
def test_it_is_not_taken_elsewhere():
    with sandbox_here(Tier.C, ("numpy",)) as sandbox:
        assert type(sandbox) is Sandbox
