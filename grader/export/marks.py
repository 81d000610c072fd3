"""Which marks may leave: what waits for a person, or was not judged, never arrives somewhere as a final 0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from grader.records import PartStatus, Result, SubmissionStatus
from grader.report.values import points

_NO_MARK = {
    SubmissionStatus.UNGRADED: "not graded for a reason of the grader: run it again",
    SubmissionStatus.UNREADABLE: "unreadable: ask for the file again, or mark it by hand",
    SubmissionStatus.MISSING: "nothing was handed in",
}


class Marks(StrEnum):
    """Which marks are exported."""

    FINAL = "final"  # only those to which nobody can add anything
    PROVISIONAL = "provisional"  # also what has been earned so far, where that is more than 0


@dataclass(frozen=True, slots=True)
class Held:
    """A student whose mark stays here, and why."""

    student: str
    reason: str

    def __str__(self) -> str:
        return f"{self.student}: {self.reason}"


def released(results: Iterable[Result], marks: Marks) -> tuple[list[Result], list[Held]]:
    """The results whose scores may be written into a gradebook, and those that are held back."""
    going, held = [], []
    for result in results:
        reason = reason_to_hold(result, marks)
        if reason is None:
            going.append(result)
        else:
            held.append(Held(result.student, reason))
    return going, held


def reason_to_hold(result: Result, marks: Marks) -> str | None:
    """Why the score of `result` is no mark yet; None where it is one."""
    if result.status in _NO_MARK:
        return _NO_MARK[result.status]
    ungraded = [question.id for question in result.questions if question.status is PartStatus.UNGRADED]
    if ungraded:
        return f"not graded for a reason of the grader: {', '.join(ungraded)}"
    if result.late is not None and result.late.unknown:
        return "late by an unknown time: settle the penalty first"
    if any(part.override and part.override.stale for question in result.questions for part in question.parts):
        return "a person's mark is of an earlier submission: look at it again"
    waits = result.pending > 0 and (marks is Marks.FINAL or result.score <= 0)
    return f"{points(result.pending)} points wait for a person" if waits else None


def number(score: float) -> str:
    """A score as a gradebook's cell has it: `71.5`."""
    return f"{round(score, 6) + 0.0:.10g}"
