"""What lies outside a submission and must feel nothing of it: files, sockets, a process, the machine's memory."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from grader.sandbox.confinement import UNPRIVILEGED, checked, libc
from grader.sandbox.watch import Families, proportional_kb

_IN_ACCESS, _IN_MODIFY, _IN_ATTRIB, _IN_OPEN, _IN_DELETE_SELF, _IN_MOVE_SELF = 1, 2, 4, 0x20, 0x400, 0x800
_EVENTS = _IN_ACCESS | _IN_MODIFY | _IN_ATTRIB | _IN_OPEN | _IN_DELETE_SELF | _IN_MOVE_SELF
_EVENT = struct.Struct("iIII")
_PR_SET_CHILD_SUBREAPER = 36

# Writes the number of every signal that can be caught. It changes user by itself (nobody may not reach every
# interpreter), and then asks to be as open to tracing as if it had always been that user.
_VICTIM = """
import ctypes, os, signal, sys, time
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid(*[int(sys.argv[1])] * 3)
    os.setresuid(*[int(sys.argv[1])] * 3)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM}:
    signal.signal(number, lambda number, _: os.write(1, b"%d " % number))
os.write(1, b"ready ")
while True:
    time.sleep(60)
"""


class Untouched:
    """Files that nobody has a reason to open, change or remove (inotify): `touched` names those that somebody did."""

    def __init__(self, paths: Iterable[Path]) -> None:
        c = libc()
        self._fd = checked(c.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC), "inotify_init1")
        self._names = {
            checked(c.inotify_add_watch(self._fd, os.fsencode(path), ctypes.c_uint32(_EVENTS)), str(path)): path.name
            for path in paths
        }

    def touched(self) -> list[str]:
        """Read once, at the end."""
        found = set()
        while select.select([self._fd], [], [], 0)[0]:
            data, start = os.read(self._fd, 1 << 16), 0
            while start < len(data):
                watch, _, _, length = _EVENT.unpack_from(data, start)
                found.add(self._names[watch])
                start += _EVENT.size + length
        os.close(self._fd)
        return sorted(found)


class Listeners:
    """Sockets on this machine that anybody may reach: nobody should."""

    def __init__(self, folder: Path) -> None:
        self.unix = str(folder / "listening.sock")
        self.abstract = f"grader-attacks-{os.getpid()}-{time.monotonic_ns()}"
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._streams = [self._tcp, *(socket.socket(socket.AF_UNIX) for _ in range(2))]
        for stream, name in zip(self._streams[1:], (self.unix, "\0" + self.abstract), strict=True):
            stream.bind(name)
            stream.listen()
        Path(self.unix).chmod(0o777)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._udp, *self._streams):
            one.close()

    @property
    def tcp(self) -> int:
        return int(self._tcp.getsockname()[1])

    @property
    def udp(self) -> int:
        return int(self._udp.getsockname()[1])

    def reached(self) -> list[str]:
        """Those where something is queued."""
        everything = {self._udp: "UDP", **dict(zip(self._streams, ("TCP", "unix", "abstract unix"), strict=True))}
        return [everything[one] for one in select.select(list(everything), [], [], 0)[0]]


class Victim:
    """A process of the user that students' code runs as."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-S", "-c", _VICTIM, str(UNPRIVILEGED)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True, cwd="/")
        assert self._process.stdout is not None
        self._output = self._process.stdout
        assert self._output.read(6) == b"ready "

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._output.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def harm(self) -> list[str]:
        """What happened to it."""
        found = []
        time.sleep(0.2)  # for a signal to be handled
        if self._process.poll() is not None:
            found.append(f"it ended with {self._process.returncode}")
        else:
            status = dict(
                line.split(":", 1)
                for line in Path(f"/proc/{self.pid}/status").read_text("ascii", "replace").splitlines()
            )
            found += [f"{key} {status[key].strip()}" for key in ("TracerPid",) if status[key].strip() != "0"]
            found += [f"state {status['State'].strip()}"] if status["State"].strip()[0] in "Tt" else []
        ready = select.select([self._output], [], [], 0)[0]
        signals = os.read(self._output.fileno(), 4096) if ready else b""
        return found + ([f"signals {signals.decode()}"] if signals else [])


class Memory:
    """The peak of what a process and its descendants hold of their own, in MB."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.peak_mb = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self.peak_mb

    def _look(self) -> None:
        while not self._over.wait(0.3):
            parts = [proportional_kb(member.pid) or 0 for member in Families().of(self._pid)]
            self.peak_mb = max(self.peak_mb, sum(parts) / 1024)


@contextmanager
def adopting() -> Iterator[list[int]]:
    """Orphans of our descendants become our children; at the end the list holds those alive, which are then killed."""
    before, found = set(_children()), []
    with ExitStack() as stack:
        checked(libc().prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "PR_SET_CHILD_SUBREAPER")
        stack.callback(lambda: libc().prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0))
        yield found
        time.sleep(0.5)  # for what was killed to be gone
        for pid in set(_children()) - before:
            if os.waitpid(pid, os.WNOHANG)[0] == 0:
                found.append(pid)
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _children() -> list[int]:
    own = os.getpid()
    tasks = Path(f"/proc/{own}/task").iterdir()
    return [int(word) for task in tasks for word in (task / "children").read_text("ascii").split()]


def shared_memory() -> set[str]:
    """Segments, semaphores and queues of System V on this machine, by kind and number."""
    found = set()
    for kind in ("shm", "sem", "msg"):
        table = Path(f"/proc/sysvipc/{kind}")
        if table.exists():
            found |= {f"{kind} {line.split()[1]}" for line in table.read_text("ascii").splitlines()[1:]}
    return found
