"""One child as the grader sees it: its data socket, its output, its life-line, and how it ended."""

from __future__ import annotations

import math
import os
import select
import socket
import time
from collections import deque
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Self

from grader.errors import SandboxError
from grader.records import Limits
from grader.sandbox.endings import HUNG_UP, NOT_AN_ANSWER, OUT_OF_TIME, Ended, Gone, explain
from grader.sandbox.framing import Framer
from grader.sandbox.life import LifeLine
from grader.sandbox.scratch import remove_tree
from grader.sandbox.wards import framed
from grader.sandbox.wire import FROM_CHILD, FROM_GRADER, Encoder, WireError, decode_untrusted

_PIECES = 512  # sent at once; the system takes no more than 1024
GRACE_SECONDS = 0.5  # for a child that hung up to end by itself, so that its exit code is known
_READS = 64  # in a row: who floods us must not keep us from looking at the clock


class Process:
    """Sends messages to a child and receives its own; not thread-safe.

    Args:
        data: the grader's end of the child's data socket.
        output: the reading end of its output pipe.
        life: about it, to whom forked it.
        limits: for the output that is kept, and for words about memory and files.
        folder: its scratch folder, removed with it; None where it vanishes by itself.
    """

    def __init__(
        self, data: socket.socket, output: int, life: LifeLine, limits: Limits, folder: Path | None = None
    ) -> None:
        self._data = data
        self._output = output
        self._life = life
        self._limits = limits
        self.folder = folder
        self._encoder = Encoder(FROM_GRADER)
        self._framer = Framer(FROM_CHILD)
        self._outbox: deque[memoryview] = deque()
        self._inbox: deque[tuple[bytes, memoryview]] = deque()
        self._kept = bytearray()
        self._printed = 0
        self._looked = -math.inf  # when, of `time.monotonic`, it was last asked for news
        self._hung_up = False
        self._gone: Gone | None = None
        self._closed = False
        self._poll = select.poll()
        for number in (data.fileno(), output, life.fileno()):
            os.set_blocking(number, False)
            self._poll.register(number, select.POLLIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, *message: Any) -> None:
        """Queues a message; it leaves while `receive` waits: a child that does not read blocks nobody."""
        waiting = bool(self._outbox)
        self._outbox += map(memoryview, self._encoder.pieces(message))
        if not waiting:
            self._write()
        if self._outbox and not self._hung_up:
            self._poll.modify(self._data.fileno(), select.POLLIN | select.POLLOUT)

    def receive(self, deadline: float) -> list[Any] | Gone:
        """The next message, or `Gone` if the child ended or broke the protocol.

        At `deadline` (of `time.monotonic`) it is `Gone` with TIMEOUT; the child still lives then. What lies there by
        then was sent in time, however late we come: after a deadline there is one last look, and only one, or a child
        that goes on sending would have no deadline.
        """
        while not self._inbox:
            if self._gone is not None:
                return self._gone
            if self._looked >= deadline:
                return OUT_OF_TIME
            self._pump(max(0.0, deadline - time.monotonic()))
            self._conclude()
        try:
            message = decode_untrusted(*self._inbox.popleft())
        except WireError:
            return NOT_AN_ANSWER
        if isinstance(message, list) and message and type(message[0]) is str:
            return message
        return NOT_AN_ANSWER

    def ended_within(self, seconds: float) -> Ended | None:
        """How it ended, if it does."""
        self._await_end(seconds)
        return self._life.ended

    def kill(self) -> Ended:
        """Ends the child and waits until it is gone; SandboxError if the zygote does not say so."""
        if self._life.ended is None:
            if not self._hung_up:
                self._stop_listening()  # it may send faster than it dies
            self._life.ask_to_kill()
            self._await_end(self._life.patience)
        if self._life.ended is None:
            self._life.run_out_of_patience()
        assert self._life.ended is not None
        return self._life.ended

    def request(self, request: dict[str, Any], descriptors: list[int]) -> bool:
        """Asks a template for a fork (see `wards`); False if it is gone or does not listen."""
        try:
            message = framed(request)
            return socket.send_fds(self._data, [message], descriptors) == len(message)
        except OSError:
            return False

    def output(self) -> str:
        """What was printed so far, capped at the limit."""
        self._drain()
        text = self._kept.decode("utf-8", "replace")
        dropped = self._printed - len(self._kept)
        return f"{text}\n… {dropped:,} more bytes were printed" if dropped else text

    def close(self) -> None:
        """Kills the child if it lives, and removes its scratch folder; raises nothing."""
        if self._closed:
            return
        self._closed = True
        with suppress(SandboxError):  # without a zygote the child is gone as well
            self.kill()
        self._data.close()
        self._life.close()
        os.close(self._output)
        if self.folder is not None:
            remove_tree(self.folder)

    def _pump(self, seconds: float) -> None:
        """Waits for anything to happen, and handles it."""
        self._looked = time.monotonic()
        for number, events in self._poll.poll(math.ceil(seconds * 1000)):
            if number == self._output:
                self._drain()
            elif number == self._data.fileno():
                self._exchange(events)
            else:
                self._life.read()
                if self._life.ended is not None:
                    self._poll.unregister(number)

    def _conclude(self) -> None:
        """Once the child is gone or hung up: takes what it still sent, and settles what became of it."""
        if self._gone is not None:
            return
        if self._hung_up:
            self._await_end(GRACE_SECONDS)
            self._gone = HUNG_UP
        if self._life.ended is not None:
            for _ in range(_READS):  # whoever says that it ended may be a student's code, and it may live on
                if self._hung_up or not self._read():
                    break
            self._gone = explain(self._life.ended, self._limits)

    def _await_end(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self._life.ended is None and (left := deadline - time.monotonic()) > 0:
            self._pump(left)

    def _exchange(self, events: int) -> None:
        if events & select.POLLOUT and self._outbox:
            self._write()
            if not self._outbox:
                self._poll.modify(self._data.fileno(), select.POLLIN)
        if events & ~select.POLLOUT:
            self._read()

    def _write(self) -> None:
        """Sends what the socket takes now."""
        while self._outbox:
            pieces = list(islice(self._outbox, _PIECES))
            try:
                sent = self._data.sendmsg(pieces)
            except BlockingIOError:
                return
            except OSError:
                self._outbox.clear()  # the child hung up: reading says so
                return
            for piece in pieces:
                self._outbox.popleft()
                if sent < len(piece):
                    self._outbox.appendleft(piece[sent:])
                    break
                sent -= len(piece)

    def _read(self) -> bool:
        """Takes what the child sent; False if there is nothing now."""
        try:
            received = self._data.recv_into(self._framer.room())
        except BlockingIOError:
            return False
        except OSError:
            received = 0
        if not received:
            self._stop_listening()
            return False
        self._framer.filled(received)
        try:
            self._inbox.extend(self._framer.frames())
        except WireError:
            self._gone = NOT_AN_ANSWER
            self._stop_listening()
            return False
        return True

    def _stop_listening(self) -> None:
        self._hung_up = True
        self._poll.unregister(self._data.fileno())

    def _drain(self) -> None:
        for _ in range(_READS):
            try:
                printed = os.read(self._output, 1 << 16)
            except BlockingIOError:
                return
            if not printed:
                with suppress(KeyError):
                    self._poll.unregister(self._output)
                return
            self._printed += len(printed)
            self._kept += printed[: max(0, self._limits.output_kib * 1024 - len(self._kept))]
