"""A loaded process and the calls it was asked: one reply after the other, each within its time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from grader.errors import SandboxError
from grader.records import (
    Absent,
    Call,
    FunctionArg,
    Limits,
    Mode,
    Outcome,
    Raised,
    Returned,
    Stopped,
    StopReason,
    TensorArg,
)
from grader.sandbox.endings import NOT_AN_ANSWER, Gone, megabytes
from grader.sandbox.process import Process
from grader.sandbox.replies import read_reply
from grader.sandbox.wire import WireError


class Conversation:
    """`used` says whether the process has answered anything since loading, `over` whether it is gone, and `killed`
    whether somebody else than the grader ended it.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        self._asked = 0  # calls sent
        self._answered = 0
        self._since = 0.0  # when the running call was sent or the one before it answered
        self._started = 0.0
        self._claimed = 0.0  # seconds that the child said its calls took, since `_started`
        self.used = False
        self.over = False
        self.killed = False

    def ask(self, groups: Sequence[Sequence[Call]], seeds: Sequence[int]) -> None:
        """Sends all calls of several checks in one message; each check starts from its own seed."""
        rows = [
            [seed, [[c.function, c.arguments, c.mode is Mode.GRADIENT, c.cotangent] for c in group]]
            for seed, group in zip(seeds, groups, strict=True)
        ]
        try:
            self._process.send("calls", self._asked, rows)
        except WireError as error:
            raise SandboxError(f"the calls cannot be sent: {error}") from error
        self._asked += sum(len(group) for group in groups)
        self._started = self._since = time.monotonic()
        self._claimed = 0.0

    def limit_memory(self, megabytes: int) -> None:
        """For the calls that follow; no more than the process was started with."""
        self._process.send("memory", megabytes)

    def answer(self, call: Call, limits: Limits, question_ends: float) -> Outcome:
        """The outcome of the next call asked; a `Stopped` ends the conversation.

        `question_ends` is when the question's time is used up (of `time.monotonic`).
        """
        call_ends = self._since + limits.call_seconds
        message = self._process.receive(min(call_ends, question_ends))
        now = time.monotonic()
        if isinstance(message, Gone):
            return self._stop(message, call, limits, now, out_of_question=question_ends <= call_ends)
        try:
            outcome = read_reply(message, self._answered, now - self._started - self._claimed)
        except WireError:
            return self._stop(NOT_AN_ANSWER, call, limits, now)
        self._answered += 1
        self._since = now
        self.used = True
        if isinstance(outcome, Absent):
            return replace(outcome, function=call.function)
        if isinstance(outcome, Stopped):
            self.close()
            return replace(outcome, detail=f"it needed more than {megabytes(limits.memory_mb)} of memory")
        if isinstance(outcome, Returned | Raised):
            self._claimed += outcome.seconds
        return outcome

    def close(self) -> None:
        self.over = True
        self._process.close()

    def _stop(self, gone: Gone, call: Call, limits: Limits, now: float, *, out_of_question: bool = False) -> Stopped:
        self.close()
        self.killed = gone.from_outside
        seconds = now - self._since
        if gone.reason is not StopReason.TIMEOUT:
            during = " during the call" if "by itself" in gone.clause else ""
            return Stopped(gone.reason, gone.clause + during, seconds)
        if out_of_question:
            words = f"the {limits.question_seconds:g} s for this question were used up"
        else:
            words = f"your function was stopped after {limits.call_seconds:g} s{_size(call)}"
        return Stopped(StopReason.TIMEOUT, words, seconds)


def _size(call: Call) -> str:
    """The words "on an input of 1,000,000 numbers", after a space, where there are arrays."""
    count = 0
    for argument in call.arguments:
        if isinstance(argument, TensorArg):
            count += argument.array.size
        elif isinstance(argument, np.ndarray):
            count += argument.size
        elif isinstance(argument, FunctionArg):
            count += sum(array.size for array in argument.parameters.values())
    return f" on an input of {count:,} number{'s' if count > 1 else ''}" if count else ""
