"""Tier C where processes cannot be forked: every child is an interpreter of its own, started anew.

Works with what Windows has too: a socket on the loopback interface, pipes that are read by threads, and an end to
whatever takes too long. It stands in for the zygote, so that loading and questions are the same everywhere.
"""

from __future__ import annotations

import os
import queue
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from grader.errors import SandboxError
from grader.records import Limits, StopReason, Submission, Tier
from grader.sandbox.endings import BROKEN, HUNG_UP, NOT_AN_ANSWER, OUT_OF_TIME, Ended, Gone
from grader.sandbox.framing import Framer
from grader.sandbox.nursery import ENVIRONMENT, START_SECONDS, Nursery
from grader.sandbox.pool import Sandbox
from grader.sandbox.process import GRACE_SECONDS, Process
from grader.sandbox.scratch import make_root, make_scratch, remove_tree
from grader.sandbox.session import Session
from grader.sandbox.system import resource
from grader.sandbox.wire import FROM_CHILD, FROM_GRADER, Encoder, WireError, decode_untrusted

_SCRIPT = Path(__file__).with_name("spawned.py")
_HEAR_SECONDS = 2.0  # for what was printed to be read
_PRINTED = 1 << 16
# Those that only mean something to the C library of Linux, or would hide a student's own environment.
_NOT_INHERITED = frozenset({"PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "GRADER_COURSE"})
_ONLY_FORKED = frozenset({"PATH", "USER", "LOGNAME", "LANG", "PYTHONMALLOC", "GLIBC_TUNABLES", "MALLOC_ARENA_MAX"})


def sandbox_here(tier: Tier, preload: Sequence[str]) -> Sandbox:
    """The sandbox of this system: children are forked where that is possible."""
    return Sandbox(tier, preload) if can_fork() else SpawningSandbox(preload)


def can_fork() -> bool:
    """Whether there is what a zygote needs."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds") and resource is not None


class SpawningSandbox(Sandbox):
    """A sandbox whose sessions ask one process for as long as it lives: to start another takes seconds."""

    def __init__(self, preload: Sequence[str]) -> None:
        super().__init__(Tier.C, preload)

    def open(self, submission: Submission, limits: Limits, seed: int = 0) -> Session:
        """Runs the cells of a submission; SandboxError if the sandbox itself fails."""
        session = super().open(submission, limits, seed)
        session.shared = True
        return session

    def _start(self) -> Nursery:
        return SpawningNursery(self._preload)


class SpawningNursery(Nursery):
    """Starts children; the first one at once, so that it imports while a course or kit is read."""

    def __init__(self, preload: Sequence[str]) -> None:
        self.tier = Tier.C
        self._preload = tuple(preload)
        self._folder = make_root()
        self._lock = threading.Lock()
        with ExitStack() as after_failure:
            after_failure.callback(self._folder.rmdir)
            self._spare: _Started | None = self._started()
            after_failure.pop_all()

    def wait_until_ready(self) -> None:
        """There is nothing to wait for: a child that cannot start says so itself."""

    def alive(self) -> bool:
        return True

    def ends_within(self, seconds: float) -> bool:  # noqa: ARG002 - it never does
        return False

    def child(self, limits: Limits) -> Process:
        """The child that was started ahead, or a new one; SandboxError if it does not come up."""
        with self._lock:
            started, self._spare = self._spare, None
        return SpawnedProcess(started or self._started(), limits)

    def kill(self) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            started, self._spare = self._spare, None
        if started is not None:
            started.end()
        remove_tree(self._folder)

    def _started(self) -> _Started:
        try:
            return _Started(self._preload, make_scratch(self._folder, None))
        except OSError as error:
            raise SandboxError(f"a process cannot be started: {error}") from error


class _Started:
    """An interpreter that is on its way: it does its imports and then calls back."""

    def __init__(self, preload: Sequence[str], folder: Path) -> None:
        self.folder = folder
        self.token = secrets.token_hex(16).encode()
        with ExitStack() as after_failure:
            after_failure.callback(folder.rmdir)
            self._listener = after_failure.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1))
            self.popen = self._start(preload)
            after_failure.pop_all()
        assert self.popen.stdin is not None
        with suppress(OSError), self.popen.stdin as stdin:  # what ended at once is reported by `connected`
            stdin.write(self.token + b"\n")

    def _start(self, preload: Sequence[str]) -> subprocess.Popen[bytes]:
        port = self._listener.getsockname()[1]
        return subprocess.Popen(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-P", str(_SCRIPT), str(port), *preload],
            env=_environment(self.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
        )

    def connected(self) -> socket.socket:
        """The data socket; SandboxError if the process ends, or does not call within two minutes."""
        deadline = time.monotonic() + START_SECONDS
        self._listener.settimeout(0.1)
        with self._listener:
            while self.popen.poll() is None and time.monotonic() < deadline:
                with suppress(TimeoutError):
                    found, _ = self._listener.accept()
                    found.settimeout(1.0)
                    if _says(found, self.token):
                        found.settimeout(None)
                        return found
                    found.close()  # somebody else on this machine
        words = b"" if self.popen.stdout is None or self.popen.poll() is None else self.popen.stdout.read()
        last = words.decode("utf-8", "replace").strip().splitlines()
        self.end()
        raise SandboxError(f"a process did not start: {last[-1] if last else 'it did not call back'}")

    def end(self) -> None:
        self._listener.close()
        self.popen.kill()
        self.popen.wait()
        if self.popen.stdout is not None:
            self.popen.stdout.close()
        remove_tree(self.folder)


def _says(sock: socket.socket, token: bytes) -> bool:
    said = b""
    with suppress(OSError):
        while len(said) < len(token) and (part := sock.recv(len(token) - len(said))):
            said += part
    return secrets.compare_digest(said, token)


def _environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    ours = {name: value for name, value in ENVIRONMENT.items() if name not in _ONLY_FORKED}
    return {**own, **ours, "HOME": str(folder), "TMPDIR": str(folder), "PYTHONUTF8": "1"}


class SpawnedProcess(Process):
    """Stands where a forked process stands; threads do what `poll` does there."""

    def __init__(self, started: _Started, limits: Limits) -> None:
        self._started = started
        self._limits = limits
        self.folder = started.folder
        self._data = started.connected()
        self._encoder = Encoder(FROM_GRADER)
        self._messages: queue.SimpleQueue[list[Any] | Gone] = queue.SimpleQueue()
        self._pieces: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._kept, self._printed = bytearray(), 0
        self._heard = threading.Event()  # all that was printed while loading, or ever
        self._gone: Gone | None = None
        self._closed = False
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._talk, self._hear)]
        for thread in self._threads:
            thread.start()

    def send(self, *message: Any) -> None:
        """Queues a message; a child that does not read blocks nobody."""
        self._pieces.put(b"".join(self._encoder.pieces(message)))

    def receive(self, deadline: float) -> list[Any] | Gone:
        """The next message, or `Gone`; see `Process.receive`."""
        if self._gone is not None:
            return self._gone
        try:
            message = self._messages.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return OUT_OF_TIME
        if isinstance(message, Gone):
            self._gone = message
        return message

    def ended_within(self, seconds: float) -> Ended | None:
        with suppress(subprocess.TimeoutExpired):
            self._started.popen.wait(seconds)
            return Ended(0)
        return None

    def kill(self) -> Ended:
        self._started.popen.kill()
        self._started.popen.wait()
        return Ended(0)

    def output(self) -> str:
        """What was printed so far, capped at the limit; of what was printed while loading nothing is missed."""
        self._heard.wait(_HEAR_SECONDS)
        shown = bytes(self._kept).replace(self._started.token, b"")[: self._limits.output_kib * 1024]
        text = shown.decode("utf-8", "replace")
        dropped = self._printed - len(shown)
        return f"{text}\n… {dropped:,} more bytes were printed" if dropped > 0 else text

    def close(self) -> None:
        """Ends the child if it lives, and removes its scratch folder."""
        if self._closed:
            return
        self._closed = True
        self.kill()
        self._pieces.put(None)
        with suppress(OSError):
            self._data.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(GRACE_SECONDS)
        self._data.close()
        self._started.end()

    def _talk(self) -> None:
        with suppress(OSError):  # if it hung up, listening says so
            while (piece := self._pieces.get()) is not None:
                self._data.sendall(piece)

    def _listen(self) -> None:
        framer = Framer(FROM_CHILD)
        try:
            while count := self._data.recv_into(framer.room()):
                framer.filled(count)
                for frame in framer.frames():
                    self._messages.put(_message(*frame))
        except WireError:
            self._messages.put(NOT_AN_ANSWER)
            return
        except OSError:
            pass
        self._messages.put(self._ending())

    def _ending(self) -> Gone:
        try:
            code = self._started.popen.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            return HUNG_UP
        if code == BROKEN:
            return Gone(StopReason.CRASHED, "the code broke the process it runs in, which can no longer answer")
        how = f"was ended by signal {-code}" if code < 0 else f"ended by itself (exit code {code})"
        return Gone(StopReason.CRASHED, f"the process {how}")

    def _hear(self) -> None:
        stream, mark = self._started.popen.stdout, self._started.token
        room = self._limits.output_kib * 1024 + len(mark)  # which may be among what is shown
        last = b""
        with suppress(OSError, ValueError):  # closed under our hands
            while stream is not None and (printed := os.read(stream.fileno(), _PRINTED)):
                self._kept += printed[: max(0, room - len(self._kept))]
                self._printed += len(printed)
                last = last[-len(mark) :] + printed
                if mark in last and not self._heard.is_set():
                    self._printed -= len(mark)
                    self._heard.set()
        self._heard.set()


def _message(header: bytes, blob: memoryview) -> list[Any] | Gone:
    try:
        message = decode_untrusted(header, blob)
    except WireError:
        return NOT_AN_ANSWER
    right = isinstance(message, list) and message and type(message[0]) is str
    return message if right and isinstance(message, list) else NOT_AN_ANSWER
