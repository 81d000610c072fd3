"""The child's main: gives up its rights, loads the submission, answers calls until the grader hangs up.

Messages from the grader, each a list with its name first:
    job: scratch folder, memory and scratch limits in MB, seed
    file: relative path, contents (uint8): to be written into the scratch folder
    load: cells as [kind, source, name], statements to leave out
    calls: number of the first call, groups as [seed, calls]
Messages to the grader:
    locked, or fault: text — before anything of the student's is looked at
    at: cell, statement — about to be run
    loaded: names, failures, notes
    returned, raised, absent: see `calls`; one for each call, in order
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from grader.records import Cell, CellFailure, CellKind, Opaque, Tier
from grader.sandbox import confinement as rights
from grader.sandbox.calls import Caller
from grader.sandbox.cells import Cells, LeftOut
from grader.sandbox.endings import BROKEN
from grader.sandbox.state import ProcessState, seed_all
from grader.sandbox.wire import FROM_CHILD, FROM_GRADER, Encoder, Framer, WireError, decode_trusted

DATA_FD = 3
_MAX_PROCESSES = 512  # of the unprivileged user: threads count
_LATE_IMPORTS = 1 << 30  # of address space, for a student who imports torch where it was not preloaded
_DESCRIPTORS = min(os.sysconf("SC_OPEN_MAX"), 1 << 16)


@dataclass(frozen=True, slots=True)
class Confinement:
    """What the zygote prepared once for all its children."""

    tier: Tier
    readable: tuple[rights.Readable, ...] = ()
    bpf: bytes = b""
    uid: int | None = None  # to drop to, where the zygote is root
    keep_reading: bool = False


class Channel:
    """The child's end of the data socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._encoder = Encoder(FROM_CHILD)
        self._framer = Framer(FROM_GRADER)

    def send(self, *message: Any) -> None:
        for piece in self._encoder.pieces(message):
            self._sock.sendall(piece)

    def messages(self) -> Iterator[Any]:
        """Every message of the grader's, until it hangs up."""
        while data := self._sock.recv(1 << 20):
            self._framer.feed(data)
            for header, blob in self._framer.frames():
                yield decode_trusted(header, blob)


def main(data_fd: int, output_fd: int, confinement: Confinement) -> NoReturn:
    """Runs one child to its end; to be called in a fresh fork of the zygote."""
    zygote = os.getppid()
    os.setsid()
    _take_descriptors(data_fd, output_fd)
    channel = Channel(socket.socket(fileno=DATA_FD))
    messages = channel.messages()
    try:
        _, scratch, memory_mb, scratch_mb, seed = next(messages)
        _settle(Path(scratch))
        lock_down(confinement, Path(scratch), memory_mb << 20, scratch_mb << 20)
        if os.getppid() != zygote:
            os._exit(BROKEN)  # it died before its death could become a signal
        channel.send("locked")
    except BaseException as error:  # noqa: BLE001 — a fault of ours must reach the grader in words
        channel.send("fault", f"{type(error).__name__}: {error}")
        os._exit(BROKEN)
    try:
        gc.enable()
        Worker(channel, Path(scratch), seed).serve(messages)
    except BaseException:  # noqa: BLE001 — the student's code broke what it runs in
        os._exit(BROKEN)
    os._exit(0)


def lock_down(confinement: Confinement, scratch: Path, memory: int, file_bytes: int) -> None:
    """Gives up everything that is not needed; for good. Tier C only gets limits."""
    processes = None
    if confinement.uid is not None:
        rights.drop_user(confinement.uid, keep_reading=confinement.keep_reading)
        processes = _MAX_PROCESSES
    if sys.platform == "linux":
        rights.die_with_parent()
    size = rights.address_space()
    if size and "torch" not in sys.modules:
        size += _LATE_IMPORTS
    rights.limit_resources(memory, file_bytes, size, processes)
    if confinement.tier is not Tier.C:
        rights.restrict_files(confinement.readable, scratch)
    os.closerange(rights.FIRST_READABLE, _DESCRIPTORS)
    if confinement.tier is not Tier.C:
        rights.restrict_calls(confinement.bpf)


def _take_descriptors(data_fd: int, output_fd: int) -> None:
    """Leaves 0 (nothing), 1 and 2 (the output pipe), 3 (the data socket), and the readable paths."""
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    os.dup2(output_fd, 1)
    os.dup2(output_fd, 2)
    os.dup2(data_fd, DATA_FD, inheritable=False)
    os.closerange(DATA_FD + 1, rights.FIRST_READABLE)


def _settle(scratch: Path) -> None:
    """The environment that a student's code sees."""
    os.chdir(scratch)
    home = str(scratch)
    os.environ.update(HOME=home, TMPDIR=home, MPLCONFIGDIR=home, TORCHINDUCTOR_CACHE_DIR=f"{home}/.inductor")
    tempfile.tempdir = None
    sys.argv = ["submission"]
    sys.path.insert(0, home)


class Worker:
    """Serves one process: its submission and its calls."""

    def __init__(self, channel: Channel, scratch: Path, seed: int) -> None:
        self._channel = channel
        self._scratch = scratch
        self._seed = seed
        self._notes: list[str] = []

    def serve(self, messages: Iterator[Any]) -> None:
        """Answers until the grader hangs up."""
        caller, state = None, None
        for name, *rest in messages:
            if name == "file":
                self._write(*rest)
            elif name == "load":
                caller = self._load(*rest)
                state = ProcessState()
            elif caller is not None and state is not None:
                self._answer(caller, state, *rest)

    def _write(self, path: str, contents: Any) -> None:
        relative = PurePosixPath(path)
        if relative.is_absolute() or ".." in relative.parts:
            return
        try:
            target = self._scratch / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(contents.tobytes())
        except OSError as error:
            self._notes.append(f"{path} could not be put beside the submission: {error.strerror}")

    def _load(self, cells: list[list[str]], left_out: list[list[Any]]) -> Caller:
        seed_all(self._seed)
        loading = Cells(
            [Cell(CellKind(kind), source, name) for kind, source, name in cells],
            self._scratch,
            lambda cell, statement: self._channel.send("at", cell, statement),
            [LeftOut(*entry) for entry in left_out],
        )
        loading.run()
        names = loading.names()
        _flush()
        failures = [_row(failure) for failure in loading.failures]
        self._channel.send("loaded", names, failures, [*self._notes, *loading.notes()])
        return Caller(loading.namespace, names, loading.own)

    def _answer(self, caller: Caller, state: ProcessState, number: int, groups: list[Any]) -> None:
        for seed, calls in groups:
            state.restore(seed)
            for call in calls:
                self._reply(caller.answer(number, call))
                number += 1
        _flush()

    def _reply(self, message: list[Any]) -> None:
        try:
            self._channel.send(*message)
        except WireError as error:
            if message[0] != "returned":
                raise
            message[3], message[5] = Opaque(f"value too large to be looked at: {error}"), None
            self._channel.send(*message)


def _row(failure: CellFailure) -> list[Any]:
    return [failure.cell, failure.type_name, failure.message, failure.line]


def _flush() -> None:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 — the student may have replaced or closed them
        return
