from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from grader.sandbox.wards import exactly, framed, receive

SCRIPT = textwrap.dedent("""\
    import os, socket, sys, time
    from grader.sandbox.wards import Wards

    def fork(request, data, output):
        if request.get("fails"):
            raise BlockingIOError(11, "no")
        pid = os.fork()
        if pid:
            return pid
        os.setsid()
        os.write(output, request["text"].encode())
        time.sleep(request.get("seconds", 0))
        os._exit(request.get("code", 0))

    class Watch:
        def look(self, wards):
            return [(ward, "heavy") for ward in wards if ward.request.get("heavy")]

    wards = Wards(socket.socket(fileno=int(sys.argv[1])), fork, Watch())
    wards.serve()
    wards.end_all()
    """)


class Nurse:
    """A process that serves wards."""

    def __init__(self, script: Path) -> None:
        self.control, theirs = socket.socketpair()
        root = str(Path(__file__).parents[2])
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, str(script), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": root},
            )

    def ask(self, **request: object) -> tuple[socket.socket, int]:
        """The life-line and the reading end of the output."""
        data, their_data = socket.socketpair()
        life, their_life = socket.socketpair()
        output, their_output = os.pipe()
        with data, their_data, their_life:
            descriptors = [their_data.fileno(), their_output, their_life.fileno()]
            socket.send_fds(self.control, [framed({"text": "hello", **request})], descriptors)
            os.close(their_output)
        life.settimeout(10)
        return life, output

    def story(self, **request: object) -> list[list[str]]:
        """Everything that the life-line says, and what was written."""
        life, output = self.ask(**request)
        told = b""
        with life:
            while part := life.recv(100):
                told += part
        os.close(output)
        return [line.split() for line in told.decode().splitlines()]


@pytest.fixture(scope="module")
def nurse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nurse]:
    script = tmp_path_factory.mktemp("wards") / "nurse.py"
    script.write_text(SCRIPT)
    nurse = Nurse(script)
    yield nurse
    nurse.control.close()
    assert nurse.process.wait(10) == 0


def test_a_process_is_started_and_its_end_is_told(nurse: Nurse) -> None:
    (started, pid), (ended, status, cpu, peak, why) = nurse.story(code=3)
    assert (started, ended, why) == ("started", "ended", "-")
    assert int(pid) > 0
    assert os.waitstatus_to_exitcode(int(status)) == 3
    assert float(cpu) >= 0
    assert int(peak) > 0


def test_it_writes_to_its_pipe(nurse: Nurse) -> None:
    life, output = nurse.ask(text="from inside")
    with life, os.fdopen(output, "rb") as pipe:
        assert pipe.read() == b"from inside"


@pytest.mark.parametrize("hang_up", [socket.socket.close, lambda sock: sock.sendall(b"k")], ids=["close", "write"])
def test_anything_on_the_life_line_kills(nurse: Nurse, hang_up: object) -> None:
    life, output = nurse.ask(seconds=60)
    pid = int(life.recv(100).split()[1])
    hang_up(life)  # type: ignore[operator]
    with suppress(psutil.NoSuchProcess):  # gone already
        psutil.Process(pid).wait(5)
    assert not psutil.pid_exists(pid)
    os.close(output)
    life.close()


def test_what_the_watch_finds_ends_it_with_its_word(nurse: Nurse) -> None:
    *_, (_, status, _, _, why) = nurse.story(seconds=60, heavy=True)
    assert os.WTERMSIG(int(status)) == signal.SIGKILL
    assert why == "heavy"


def test_a_fork_that_fails_is_told(nurse: Nurse) -> None:
    assert nurse.story(fails=True) == [["failed", "11"]]
    assert nurse.story()[0][0] == "started"


def test_many_at_once(nurse: Nurse) -> None:
    lines = [nurse.ask(seconds=0.05) for _ in range(20)]
    for life, output in lines:
        told = b""
        while part := life.recv(100):
            told += part
        assert told.splitlines()[-1].startswith(b"ended 0 ")
        life.close()
        os.close(output)


def test_the_end_of_the_control_socket_ends_all(tmp_path: Path) -> None:
    script = tmp_path / "nurse.py"
    script.write_text(SCRIPT)
    nurse = Nurse(script)
    life, output = nurse.ask(seconds=60)
    pid = int(life.recv(100).split()[1])
    nurse.control.close()
    assert nurse.process.wait(10) == 0
    assert not psutil.pid_exists(pid)
    life.close()
    os.close(output)


def test_requests_are_framed() -> None:
    near, far = socket.socketpair()
    with near, far:
        far.sendall(framed({"a": 1}) + b"rest")
        assert receive(near) == {"a": 1}
        assert exactly(near, 4) == b"rest"
        far.close()
        with pytest.raises(EOFError):
            exactly(near, 1)
