"""Running the cells of a submission: what was loaded, and the process that stands there after it.

What a run does not survive (the time, the memory, a crash) is left out, reported, and the rest is run once more. One
that was killed from outside is first repeated as it was.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.errors import SandboxError
from grader.records import CellFailure, Limits, Loaded, StopReason, Submission, Tier
from grader.sandbox.endings import NOT_AN_ANSWER, OUT_OF_TIME, Gone
from grader.sandbox.life import SilentZygoteError
from grader.sandbox.namespaces import SCRATCH
from grader.sandbox.nursery import Nursery
from grader.sandbox.process import Process
from grader.sandbox.template import Template

_RESTARTS = 3
_START_SECONDS = 30.0  # for a child to be forked and locked down
_MAX_NAMES = 5000
_MAX_TEXT = 4096
_TYPE_NAMES = {
    StopReason.TIMEOUT: "Timeout",
    StopReason.MEMORY: "MemoryError",
    StopReason.CRASHED: "Crash",
}


@dataclass(frozen=True, slots=True)
class Reached:
    """The statement that was being run; see `cells.LeftOut`."""

    cell: int
    statement: int


@dataclass(frozen=True, slots=True)
class Loading:
    """What was loaded, and whether its process forks for each question."""

    loaded: Loaded
    forks: bool


class Loader:
    """Loads one submission, as often as a fresh process is needed."""

    def __init__(self, nursery: Nursery, submission: Submission, limits: Limits, seed: int) -> None:
        self._nursery = nursery
        self._submission = submission
        self._limits = limits
        self._seed = seed
        self._left_out: list[tuple[Any, ...]] = []

    def load(self) -> tuple[Loaded, Process | Template | None]:
        """What is loaded, and where: in a process, or in a template of processes; None with `Loaded.problem`.

        What an earlier call found to be left out is left out at once.
        """
        gone = NOT_AN_ANSWER
        attempt = 0
        while attempt <= _RESTARTS:
            process = self._nursery.child(self._limits)
            try:
                result, reached = self._attempt(process)
            except BaseException:
                process.close()
                raise
            if isinstance(result, Loading):
                return result.loaded, Template(process, self._limits) if result.forks else process
            process.close()
            repeat = result.from_outside and not gone.from_outside
            gone = result
            if not repeat:
                self._leave_out(reached, gone, rest=attempt == _RESTARTS - 1)
                attempt += 1
        return Loaded(names=(), problem=f"nothing could be loaded: {gone.clause}"), None

    def _attempt(self, process: Process) -> tuple[Loading | Gone, Reached]:
        self._send(process)
        answer = process.receive(time.monotonic() + _START_SECONDS)
        if answer == OUT_OF_TIME:
            raise SilentZygoteError(f"the zygote forked no child within {_START_SECONDS:g} s")
        if isinstance(answer, Gone) or answer[0] != "locked":
            words = answer.clause if isinstance(answer, Gone) else str(answer[1:])
            raise SandboxError(f"a child did not start: {words}")
        reached = Reached(0, 0)
        started = time.monotonic()
        while True:
            answer = process.receive(started + self._limits.load_seconds)
            if isinstance(answer, Gone):
                return answer, reached
            if answer[0] == "loaded":
                seconds = time.monotonic() - started
                if seconds > self._limits.load_seconds:
                    return OUT_OF_TIME, reached
                return read_loaded(answer, process.output(), seconds), reached
            reached = read_reached(answer, reached)

    def _send(self, process: Process) -> None:
        limits = self._limits
        scratch = SCRATCH if process.folder is None else str(process.folder)
        process.send("job", scratch, limits.memory_mb, limits.scratch_mb, self._seed)
        for path, contents in self._submission.beside.items():
            process.send("file", path, np.frombuffer(contents, dtype=np.uint8))
        cells = [[cell.kind.value, cell.source, cell.name] for cell in self._submission.cells]
        process.send("template" if self._nursery.tier is Tier.A else "load", cells, self._left_out)

    def _leave_out(self, reached: Reached, gone: Gone, *, rest: bool) -> None:
        clause = gone.clause
        if gone.reason is StopReason.TIMEOUT:
            clause = f"it was stopped after {self._limits.load_seconds:g} s, the limit for loading"
        what = "it and everything after it were left out" if rest else "it was left out"
        entry = (
            reached.cell,
            reached.statement,
            _TYPE_NAMES[gone.reason],
            f"{clause}; {what} and the rest run once more",
            rest,
        )
        self._left_out.append(entry)


def read_reached(message: list[Any], before: Reached) -> Reached:
    """Where the child says it is; what is malformed changes nothing."""
    match message:
        case ["at", int(cell), int(statement)] if cell >= 0 and statement >= 0:
            return Reached(cell, statement)
        case _:
            return before


def read_loaded(message: list[Any], output: str, seconds: float) -> Loading | Gone:
    """What the child says it loaded, with everything bounded."""
    match message:
        case ["loaded", list(names), list(failures), list(notes), bool(forks)]:
            rows = [_failure(row) for row in failures[:_MAX_NAMES]]
            texts = [*names[:_MAX_NAMES], *notes[:_MAX_NAMES]]
            if all(isinstance(text, str) for text in texts) and None not in rows:
                loaded = Loaded(
                    names=tuple(name[:_MAX_TEXT] for name in names[:_MAX_NAMES]),
                    failures=tuple(row for row in rows if row is not None),
                    notes=tuple(note[:_MAX_TEXT] for note in notes[:_MAX_NAMES]),
                    output=output,
                    seconds=seconds,
                )
                return Loading(loaded, forks)
    return NOT_AN_ANSWER


def _failure(row: object) -> CellFailure | None:
    match row:
        case [str(cell), str(type_name), str(message), int() | None as line]:
            return CellFailure(cell[:_MAX_TEXT], type_name[:_MAX_TEXT], message[:_MAX_TEXT], line)
        case _:
            return None
