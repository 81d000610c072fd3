"""Forking on request, and looking after what was forked: in the zygote, and in a loaded process that forks again.

Protocol. A request on the control socket is u32 length + JSON together with three descriptors: the new process's data
socket, its output pipe, and our end of a life-line; and a fourth where the process is to enter a cgroup. On the
life-line we write "started PID", or "failed ERRNO", and at the end "ended STATUS CPU_SECONDS MAXRSS_KB WHY"; anything
from the other end, also its end of file, kills the process. WHY is what `Watch` found where that killed it, else "-".
The control socket's end of file ends everything.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

TICK = 0.02  # seconds between looks
_LENGTH = struct.Struct("<I")

Request = dict[str, Any]


@dataclass(slots=True)
class Ward:
    """A process that is alive; `request` is what it was asked for with."""

    pid: int
    life: socket.socket
    request: Request
    why: str = "-"


class Watch(Protocol):
    """Looks at what is alive every `TICK`; returns whom to end, and why."""

    def look(self, wards: Iterable[Ward]) -> list[tuple[Ward, str]]: ...


class Wards:
    """Serves a control socket.

    Args:
        control: where requests come from.
        fork: makes the process: called with the request, its data socket and its output pipe; returns the pid
            to us and does not return in the process.
        watch: if there is anything to look out for.
    """

    def __init__(
        self, control: socket.socket, fork: Callable[[Request, int, int], int], watch: Watch | None = None
    ) -> None:
        self._control = control
        self._fork = fork
        self._watch = watch
        self._wards: dict[int, Ward] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, None)
        self._wake, self._waker = socket.socketpair()
        for end in (self._wake, self._waker):
            end.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(self._wake, selectors.EVENT_READ, None)

    def serve(self) -> None:
        """Until the other end of the control socket is closed."""
        last_look = time.monotonic()
        while True:
            for key, _ in self._selector.select(TICK if self._watch is not None and self._wards else None):
                if key.fileobj is self._control:
                    if not self._answer():
                        return
                elif key.fileobj is self._wake:
                    self._reap()
                else:
                    self._end(key.data, "-")
            if self._watch is not None and time.monotonic() - last_look >= TICK:
                last_look = time.monotonic()
                for ward, why in self._watch.look(self._wards.values()):
                    self._end(ward, why)

    def end_all(self) -> None:
        """Kills every process and waits until it is gone."""
        for ward in self._wards.values():
            self._end(ward, "-")
        while self._wards:
            self._selector.select(TICK)
            self._reap()

    def _answer(self) -> bool:
        head, descriptors, _, _ = socket.recv_fds(self._control, _LENGTH.size, 4)
        if len(head) < _LENGTH.size:
            return False
        request = json.loads(exactly(self._control, _LENGTH.unpack(head)[0]))
        data, output, life, *request["groups"] = descriptors
        line = socket.socket(fileno=life)
        try:
            pid = self._fork(request, data, output)
        except OSError as error:
            line.send(f"failed {error.errno}\n".encode("ascii"))
            line.close()
        else:
            ward = self._wards[pid] = Ward(pid, line, request)
            self._selector.register(line, selectors.EVENT_READ, ward)
            self._tell(ward, f"started {pid}\n")
        for descriptor in (data, output, *request["groups"]):
            os.close(descriptor)
        return True

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            self._wake.recv(4096)
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            ward = self._wards.pop(pid, None)
            if ward is not None:
                cpu = usage.ru_utime + usage.ru_stime
                self._tell(ward, f"ended {status} {cpu:.6f} {usage.ru_maxrss} {ward.why}\n")
                with suppress(KeyError):
                    self._selector.unregister(ward.life)
                ward.life.close()

    def _tell(self, ward: Ward, line: str) -> None:
        with suppress(OSError):  # the grader may have hung up
            ward.life.send(line.encode("ascii"))

    def _end(self, ward: Ward, why: str) -> None:
        """Kills the process and, where nothing hinders it from having some, its group."""
        if self._wards.get(ward.pid) is not ward:
            return  # reaped meanwhile: the number may be another's
        with suppress(KeyError):
            self._selector.unregister(ward.life)
        if ward.why == "-":
            ward.why = why
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                kill(ward.pid, signal.SIGKILL)


def framed(message: Request) -> bytes:
    """A request as bytes."""
    body = json.dumps(message).encode("utf-8")
    return _LENGTH.pack(len(body)) + body


def receive(sock: socket.socket) -> Any:
    """A request without descriptors."""
    return json.loads(exactly(sock, _LENGTH.unpack(exactly(sock, _LENGTH.size))[0]))


def exactly(sock: socket.socket, size: int) -> bytes:
    """`size` bytes; EOFError if the other end closes before."""
    data = b""
    while len(data) < size:
        part = sock.recv(size - len(data))
        if not part:
            raise EOFError("the grader hung up")
        data += part
    return data
