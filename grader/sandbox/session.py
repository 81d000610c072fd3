"""One submission in the sandbox: what loading gave, and a process for each question about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Self

import numpy as np

from grader.records import (
    Absent,
    Argument,
    Call,
    FunctionArg,
    Limits,
    Loaded,
    Mode,
    NotRun,
    Outcome,
    Stopped,
    StopReason,
    Submission,
    TensorArg,
)
from grader.sandbox.endings import NOT_AN_ANSWER, Gone, megabytes
from grader.sandbox.loading import Loader
from grader.sandbox.process import Process
from grader.sandbox.replies import read_reply
from grader.sandbox.wire import WireError

SLOW_SECONDS = 2.0  # from this loading time on the questions share a process
_EARLIER = "an earlier call of this check ended the process"


class Session:
    """A submission whose cells were run once (`loaded`); not thread-safe, one per thread."""

    def __init__(
        self, fork: Callable[[Limits], Process], submission: Submission, limits: Limits, seed: int
    ) -> None:
        self._loader = Loader(fork, submission, limits, seed)
        self._seed = seed
        loaded, self._spare = self._loader.load()
        self.shared = loaded.seconds > SLOW_SECONDS
        self.loaded = _with_note(loaded) if self.shared else loaded

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def question(self, limits: Limits) -> QuestionProcess:
        """A process with the submission as it stands after loading; to be used before the next is asked for."""
        return QuestionProcess(self, limits, self._seed)

    def close(self) -> None:
        if self._spare is not None:
            self._spare.close()
            self._spare = None

    def take(self) -> Process | Gone:
        """A loaded process: the one that is there, else a fresh one."""
        if self._spare is not None:
            process, self._spare = self._spare, None
            return process
        loaded, fresh = self._loader.load()
        return fresh or Gone(StopReason.CRASHED, loaded.problem or "nothing could be loaded")

    def give_back(self, process: Process) -> None:
        """Ends a question's process, or keeps it for the next question where loading is slow."""
        if self.shared and self._spare is None:
            self._spare = process
        else:
            process.close()


class QuestionProcess:
    """Answers the calls of one question; a dialogue of several runs is held with one live process."""

    def __init__(self, session: Session, limits: Limits, seed: int) -> None:
        self._session = session
        self._limits = limits
        self._seed = seed
        self._left = limits.question_seconds
        self._groups = 0
        self._asked = 0
        self._process: Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._process is not None:
            self._session.give_back(self._process)
            self._process = None

    def run(self, groups: Sequence[Sequence[Call]]) -> list[list[Outcome]]:
        """Outcomes in the order of the calls; a group is one check's calls.

        A call that ends the process leaves the rest of its group not run; the next group goes on in a fresh
        process. SandboxError if the sandbox itself fails.
        """
        ...
