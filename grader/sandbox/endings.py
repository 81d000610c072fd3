"""How a child ended, and the words for it."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from grader.records import Limits, StopReason

BROKEN = 70  # exit code of a child that cannot go on, for what the student's code did to it

_WORDS = {
    "SIGSEGV": "the process crashed with a segmentation fault",
    "SIGABRT": "the process aborted (a library gave up)",
    "SIGBUS": "the process crashed with a bus error",
    "SIGFPE": "the process crashed with an arithmetic error",
    "SIGILL": "the process crashed with an illegal instruction",
    "SIGXCPU": "the process used up its processor time",
}
# Not every system has each of them.
_SIGNALS: dict[int, str] = {one.value: _WORDS[one.name] for one in signal.Signals if one.name in _WORDS}


@dataclass(frozen=True, slots=True)
class Ended:
    """A child that is gone: status as of `wait`, seconds of CPU, KiB of peak memory, the zygote's reason."""

    status: int
    cpu: float = 0.0
    peak_kib: int = 0
    why: str = "-"


@dataclass(frozen=True, slots=True)
class Gone:
    """Why there is no answer, as a clause for the student: "it needed more than 1 GB of memory".

    `from_outside` if it was killed, and not by the grader: once it may have been anybody, a second time it is the code.
    """

    reason: StopReason
    clause: str
    from_outside: bool = False


NOT_AN_ANSWER = Gone(StopReason.CRASHED, "the process sent something that is not an answer")
HUNG_UP = Gone(StopReason.CRASHED, "the process closed its connection to the grader")
OUT_OF_TIME = Gone(StopReason.TIMEOUT, "it ran out of time")


def is_from_outside(ended: Ended) -> bool:
    """Only the system kills so, for want of memory; or a person; or the process itself."""
    return ended.why == "-" and os.WIFSIGNALED(ended.status) and os.WTERMSIG(ended.status) == signal.SIGKILL


def explain(ended: Ended, limits: Limits) -> Gone:
    """Why a child is gone that the grader did not end."""
    memory = f"it needed more than {megabytes(limits.memory_mb)} of memory"
    if ended.why == "memory":
        return Gone(StopReason.MEMORY, memory)
    if ended.why == "files":
        return Gone(StopReason.CRASHED, f"it wrote more than {megabytes(limits.scratch_mb)} of files")
    if ended.why in ("threads", "processes"):
        return Gone(StopReason.CRASHED, f"it started too many {ended.why}")
    if not os.WIFSIGNALED(ended.status):
        code = os.waitstatus_to_exitcode(ended.status)
        if code == BROKEN:
            return Gone(StopReason.CRASHED, "the code broke the process it runs in, which can no longer answer")
        return Gone(StopReason.CRASHED, f"the process ended by itself (exit code {code})")
    if is_from_outside(ended):
        return Gone(StopReason.MEMORY, f"the process was killed: most likely {memory}", from_outside=True)
    number = os.WTERMSIG(ended.status)
    words = _SIGNALS.get(number, f"the process was ended by signal {number}")
    return Gone(StopReason.CRASHED, words)


def megabytes(amount: int) -> str:
    """`1 GB`, `256 MB`."""
    return f"{amount / 1024:g} GB" if amount >= 1024 else f"{amount} MB"
