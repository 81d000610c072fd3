"""The life-line of a process: how the grader learns what became of it, and has it killed."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import Protocol

from grader.errors import SandboxError
from grader.sandbox.endings import BROKEN, Ended, is_from_outside

_GRACE_SECONDS = 0.5  # for a template whose descriptors are closed to be reported gone


class Mortal(Protocol):
    """What can be killed by somebody whom we trust."""

    def ended_within(self, seconds: float) -> Ended | None: ...

    def kill(self) -> Ended: ...


class SilentZygoteError(SandboxError):
    """It neither forks nor reports: only a new one helps."""


class LifeLine:
    """To the zygote, which is ours: whatever it fails to do is a fault of ours. See `wards` for the protocol."""

    patience = 20.0  # seconds within which a process that is to be killed must be reported gone

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._rest = b""
        self.ended: Ended | None = None
        sock.setblocking(False)

    def fileno(self) -> int:
        return self._sock.fileno()

    def ask_to_kill(self) -> None:
        with suppress(OSError):  # if the other end is gone the next read says so
            self._sock.shutdown(socket.SHUT_WR)

    def read(self) -> None:
        """Takes what has come; sets `ended` when it is told."""
        try:
            received = self._sock.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        if not received:
            self.lose("the zygote died")
            return
        *lines, self._rest = (self._rest + received[:4096]).split(b"\n")
        for line in lines:
            self._take(line.decode("ascii", "replace").split())

    def lose(self, words: str) -> None:
        """Nothing more will come."""
        raise SandboxError(words)

    def run_out_of_patience(self) -> None:
        raise SilentZygoteError(f"the zygote went silent for {self.patience:g} s")

    def close(self) -> None:
        self._sock.close()

    def _take(self, words: list[str]) -> None:
        match words:
            case ["ended", status, cpu, peak, why]:
                self.ended = Ended(int(status), float(cpu), int(peak), why)
            case ["failed", number]:
                self.lose(f"no process could be started: {os.strerror(int(number))}")


class TemplateLine(LifeLine):
    """To a loaded process about its fork. It runs a student's code, so nothing that it says is trusted, and nothing
    that it fails to do is a fault of ours: the zygote then ends both.
    """

    patience = 1.0

    def __init__(self, sock: socket.socket, template: Mortal) -> None:
        super().__init__(sock)
        self._template = template

    def lose(self, words: str) -> None:  # noqa: ARG002 — they are for a fault of ours
        by_itself = self._template.ended_within(_GRACE_SECONDS)
        ended = by_itself or self._template.kill()
        # Killed for what both took together, it says why; killed by others, it answers for both; else the code is to
        # blame.
        tells = ended.why != "-" or (by_itself is not None and is_from_outside(by_itself))
        self.ended = ended if tells else Ended(BROKEN << 8)

    def run_out_of_patience(self) -> None:
        self.lose("")

    def _take(self, words: list[str]) -> None:
        try:
            super()._take(words)
        except (ValueError, OverflowError):
            self.lose("")
