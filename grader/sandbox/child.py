"""The child's main: gives up its rights, loads the submission, answers calls until the grader hangs up.

Messages from the grader, each a list with its name first:
    job: scratch folder, memory and scratch limits in MB, seed
    file: relative path, contents (uint8): to be written into the scratch folder
    load, or template: cells as [kind, source, name], statements to leave out
    memory: the limit for the calls that follow, in MB; at most the job's
    calls: number of the first call, groups as [seed, calls]
Messages to the grader:
    locked, or fault: text — before anything of the student's is looked at
    at: cell, statement — about to be run
    loaded: names, failures, notes, whether it forks
    returned, raised, absent: see `calls`; one for each call, in order

A child that was asked to be a template, and can be, says that it forks: from then on its data socket is a control
socket (see `wards`), and each of its forks answers calls on a data socket of its own.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from grader.records import Cell, CellFailure, CellKind, Opaque, Tier
from grader.sandbox import confinement as rights
from grader.sandbox.calls import Caller
from grader.sandbox.cells import Cells, LeftOut
from grader.sandbox.endings import BROKEN
from grader.sandbox.framing import Framer
from grader.sandbox.namespaces import take_own_mounts
from grader.sandbox.shell import stand_in_for_self_check
from grader.sandbox.state import ProcessState, seed_all
from grader.sandbox.wards import TICK, Request, Wards
from grader.sandbox.wire import FROM_CHILD, FROM_GRADER, Encoder, WireError, decode_trusted

DATA_FD = 3
# Of the unprivileged user, all children together; threads count. Far above what `watch` lets one family have for longer
# than a look, so that none takes it from its neighbours.
_MAX_PROCESSES = 4096
_FORKING_SECONDS = 2.0  # within which neighbours that took too many are long gone
_LATE_IMPORTS = rights.Mapped(512 << 20, 128 << 20)  # for a student who imports torch where it was not preloaded
_DESCRIPTORS = min(os.sysconf("SC_OPEN_MAX"), 1 << 16) if hasattr(os, "sysconf") else 0
_TASKS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Confinement:
    """What the zygote prepared once for all its children."""

    tier: Tier
    readable: tuple[rights.Readable, ...] = ()
    bpf: bytes = b""
    template_bpf: bytes = b""
    uid: int | None = None  # to drop to, where the zygote is root
    keep_reading: bool = False


class Channel:
    """The child's end of the data socket."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self._encoder = Encoder(FROM_CHILD)
        self._framer = Framer(FROM_GRADER)

    def send(self, *message: Any) -> None:
        for piece in self._encoder.pieces(message):
            self.socket.sendall(piece)

    def messages(self) -> Iterator[Any]:
        """Every message of the grader's, until it hangs up."""
        while count := self.socket.recv_into(self._framer.room()):
            self._framer.filled(count)
            for header, blob in self._framer.frames():
                yield decode_trusted(header, blob)


def main(data_fd: int, output_fd: int, confinement: Confinement) -> NoReturn:
    """Runs one child to its end; to be called in a fresh fork of the zygote."""
    zygote = os.getppid()
    os.setsid()
    _take_descriptors(data_fd, output_fd, rights.FIRST_READABLE)
    channel = Channel(socket.socket(fileno=DATA_FD))
    messages = channel.messages()
    try:
        _, scratch, memory_mb, scratch_mb, seed = next(messages)
        before = lock_down(confinement, scratch, memory_mb << 20, scratch_mb)
        if os.getppid() != zygote:
            os._exit(BROKEN)  # it died before its death could become a signal
        channel.send("locked")
    except BaseException as error:  # noqa: BLE001 — a fault of ours must reach the grader in words
        channel.send("fault", f"{type(error).__name__}: {error}")
        os._exit(BROKEN)
    try:
        gc.enable()
        Worker(channel, Path(scratch), seed, confinement, before).serve(messages)
    except BaseException:  # noqa: BLE001 — the student's code broke what it runs in
        os._exit(BROKEN)
    os._exit(0)


def lock_down(confinement: Confinement, scratch: str, memory: int, scratch_mb: int) -> rights.Mapped | None:
    """Settles in the scratch folder and gives up everything that is not needed, for good; tier C only gets limits.

    Returns what the limit of memory counts from.

    The filter of system calls of tier B is the final one; in tier A that comes after loading, see `Worker`.
    """
    before = _mapped()
    if confinement.tier is Tier.A:
        take_own_mounts(scratch_mb, os.geteuid() if confinement.uid is None else confinement.uid)
    if confinement.uid is not None:
        rights.drop_user(confinement.uid, keep_reading=confinement.keep_reading)
    elif confinement.tier is Tier.A:
        rights.keep_capabilities(0)
    settle(scratch)
    if sys.platform == "linux":
        rights.die_with_parent()
    own_count = confinement.uid is not None or confinement.tier is Tier.A
    rights.limit_resources(memory, scratch_mb << 20, before, _MAX_PROCESSES if own_count else None)
    if confinement.tier is not Tier.C:
        listable = [_TASKS] if confinement.tier is Tier.A else []
        rights.restrict_files(confinement.readable, Path(scratch), listable)
    os.closerange(rights.FIRST_READABLE, _DESCRIPTORS)
    if confinement.tier is not Tier.C:
        rights.restrict_calls(confinement.template_bpf if confinement.tier is Tier.A else confinement.bpf)
    return before


def _mapped() -> rights.Mapped | None:
    before = rights.mapped()
    if before is None or "torch" in sys.modules:
        return before
    return rights.Mapped(before.size + _LATE_IMPORTS.size, before.data + _LATE_IMPORTS.data)


def _take_descriptors(data_fd: int, output_fd: int, end: int) -> None:
    """Leaves 0 (nothing), 1 and 2 (the output pipe), 3 (the data socket), and those from `end` on."""
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    os.dup2(output_fd, 1)
    os.dup2(output_fd, 2)
    os.dup2(data_fd, DATA_FD, inheritable=False)
    os.closerange(DATA_FD + 1, end)


def settle(scratch: str) -> None:
    """The environment that a student's code sees."""
    os.chdir(scratch)
    os.environ.update(
        HOME=scratch, TMPDIR=scratch, MPLCONFIGDIR=scratch, TORCHINDUCTOR_CACHE_DIR=f"{scratch}/.inductor"
    )
    tempfile.tempdir = None
    sys.argv = ["submission"]
    sys.path.insert(0, scratch)


class Worker:
    """Serves one process: its submission and its calls.

    Args:
        channel: to the grader.
        scratch: the folder to work in.
        seed: of everything random.
        confinement: what is still to be given up.
        before: what the limit of memory counts from.
        mark: printed when the loading is over, for a grader that cannot see whether a pipe is empty.
    """

    def __init__(
        self,
        channel: Channel,
        scratch: Path,
        seed: int,
        confinement: Confinement,
        before: rights.Mapped | None,
        mark: bytes = b"",
    ) -> None:
        self._mark = mark
        self._before = before
        self._channel = channel
        self._scratch = scratch
        self._seed = seed
        self._confinement = confinement
        self._notes: list[str] = []

    def serve(self, messages: Iterator[Any]) -> NoReturn:
        """Answers until the grader hangs up."""
        for name, *rest in messages:
            if name == "file":
                self._write(*rest)
                continue
            cells = self._load(*rest)
            caller = Caller(cells.namespace, cells.names(), cells.own)
            state = ProcessState(str(self._scratch))
            forks = name == "template" and _is_alone()
            self._report(cells, forks=forks)
            if forks:
                Wards(self._channel.socket, partial(self._fork, caller, state)).serve()
            else:
                if name == "template":
                    rights.restrict_calls(self._confinement.bpf)
                self._answer_all(caller, state, messages)
        os._exit(0)

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

    def _load(self, cells: list[list[str]], left_out: list[list[Any]]) -> Cells:
        seed_all(self._seed)
        stand_in_for_self_check(self._scratch)
        loading = Cells(
            [Cell(CellKind(kind), source, name) for kind, source, name in cells],
            self._scratch,
            lambda cell, statement: self._channel.send("at", cell, statement),
            [LeftOut(*entry) for entry in left_out],
        )
        loading.run()
        return loading

    def _report(self, cells: Cells, *, forks: bool) -> None:
        _flush()
        with suppress(OSError):  # the student may have closed it
            os.write(1, self._mark)
        failures = [_row(failure) for failure in cells.failures]
        self._channel.send("loaded", cells.names(), failures, [*self._notes, *cells.notes()], forks)

    def _fork(self, caller: Caller, state: ProcessState, _: Request, data_fd: int, output_fd: int) -> int:
        """A process with everything as it stands after loading, to answer calls."""
        pid = _fork_patiently()
        if pid:
            return pid
        try:
            _take_descriptors(data_fd, output_fd, _DESCRIPTORS)
            rights.restrict_calls(self._confinement.bpf)
            self._channel = Channel(self._channel.socket)  # its number is that of the new data socket now
            self._answer_all(caller, state, self._channel.messages())
        finally:
            os._exit(BROKEN)

    def _answer_all(self, caller: Caller, state: ProcessState, messages: Iterator[Any]) -> NoReturn:
        for name, *rest in messages:
            if name == "memory":
                rights.limit_memory(rest[0] << 20, self._before)
            elif name == "calls":
                self._answer(caller, state, *rest)
        os._exit(0)

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


def _is_alone() -> bool:
    """Whether this process has one thread only: others would be missing after a fork, with what they hold."""
    try:
        return len(list(_TASKS.iterdir())) == 1
    except OSError:
        return threading.active_count() == 1


def _fork_patiently() -> int:
    """As `os.fork`, but not only now: what others have too many of is taken from them within a look."""
    deadline = time.monotonic() + _FORKING_SECONDS
    while True:
        try:
            return os.fork()
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
        time.sleep(TICK)


def _row(failure: CellFailure) -> list[Any]:
    return [failure.cell, failure.type_name, failure.message, failure.line]


def _flush() -> None:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 — the student may have replaced or closed them
        return
