from __future__ import annotations

import signal

import pytest

from grader.records import Limits, StopReason
from grader.sandbox.endings import Ended, explain, megabytes


@pytest.mark.parametrize(
    ("ended", "reason", "words"),
    [
        (Ended(9, why="memory"), StopReason.MEMORY, "it needed more than 1 GB of memory"),
        (Ended(9, why="files"), StopReason.CRASHED, "it wrote more than 256 MB of files"),
        (Ended(9, why="threads"), StopReason.CRASHED, "it started too many threads"),
        (Ended(9, why="processes"), StopReason.CRASHED, "it started too many processes"),
        (Ended(9), StopReason.MEMORY, "the process was killed: most likely it needed more than 1 GB of memory"),
        (Ended(int(signal.SIGSEGV)), StopReason.CRASHED, "the process crashed with a segmentation fault"),
        (Ended(signal.SIGABRT | 0x80), StopReason.CRASHED, "the process aborted (a library gave up)"),
        (Ended(40), StopReason.CRASHED, "the process was ended by signal 40"),
        (Ended(0), StopReason.CRASHED, "the process ended by itself (exit code 0)"),
        (Ended(3 << 8), StopReason.CRASHED, "the process ended by itself (exit code 3)"),
        (Ended(70 << 8), StopReason.CRASHED, "the code broke the process it runs in, which can no longer answer"),
    ],
)
def test_every_end_has_its_words(ended: Ended, reason: StopReason, words: str) -> None:
    gone = explain(ended, Limits())
    assert (gone.reason, gone.clause) == (reason, words)
    assert gone.from_outside is (ended == Ended(9))


def test_megabytes() -> None:
    assert [megabytes(amount) for amount in (256, 1024, 1536)] == ["256 MB", "1 GB", "1.5 GB"]
