"""What connects the grader with a process that is to be forked: a data socket, an output pipe and a life-line."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from grader.errors import SandboxError


@dataclass(frozen=True, slots=True)
class Connection:
    """Our ends; `theirs` are descriptors, in the order in which a request names them (see `wards`)."""

    data: socket.socket
    output: int
    life: socket.socket
    theirs: list[int]


@contextmanager
def connected() -> Iterator[Connection]:
    """A new one. Their ends are closed with the context: the process has its own of them by then. Ours belong to
    whom they were given, or are closed as well where the context is left by an exception.

    Raises:
        SandboxError: there are no more descriptors.
    """
    with ExitStack() as after_failure, ExitStack() as always:
        try:
            connection = _opened(after_failure, always)
        except OSError as error:
            raise SandboxError(f"a process cannot be connected: {error.strerror}") from error
        yield connection
        after_failure.pop_all()


def _opened(after_failure: ExitStack, always: ExitStack) -> Connection:
    pairs = []
    for _ in range(2):
        ours, theirs = socket.socketpair()
        pairs.append((after_failure.enter_context(ours), always.enter_context(theirs)))
    output, their_output = os.pipe()
    after_failure.callback(os.close, output)
    always.callback(os.close, their_output)
    (data, their_data), (life, their_life) = pairs
    return Connection(data, output, life, [their_data.fileno(), their_output, their_life.fileno()])
