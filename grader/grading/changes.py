"""Which recorded marks a new run would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.records import (
    CheckResult,
    CheckStatus,
    PartKind,
    PartResult,
    PartStatus,
    Result,
    SubmissionStatus,
)

TOLERANCE = 1e-9  # points

PartKey = tuple[str, PartKind]  # a question's id and one of its parts


@dataclass(frozen=True, slots=True)
class Mark:
    """Points, and those that a person can still add."""

    score: float
    pending: float = 0.0

    def __str__(self) -> str:
        return f"{self.score:g} (and {self.pending:g} pending)" if self.pending else f"{self.score:g}"


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded mark, named as finely as it is known: of a check, else of a part, else the total.

    `new` is None where the mark would be lost: its check, part or question is gone, or ungraded now.
    """

    student: str
    question: str | None
    part: PartKind | None
    check: str | None
    old: Mark
    new: Mark | None

    def __str__(self) -> str:
        """`jdoe: 2a/softmax: 2 → 0`."""
        where = self.check or (f"{self.question} {self.part}" if self.question else "total")
        return f"{self.student}: {where}: {self.old} → {'no mark' if self.new is None else self.new}"


def changes(old: Result, new: Result) -> tuple[Change, ...]:
    """The recorded marks that `new` would change, in the order of `old`.

    Words, statuses and seconds are no marks; what was ungraded had none, so grading it changes none. The
    total is named only where nothing smaller explains it: a late penalty, a question that is new.
    """
    after = _parts(new)
    found = [change for key, part in _parts(old).items() for change in _part_changes(old.student, key, part, after)]
    if found or SubmissionStatus.UNGRADED in {old.status, new.status}:
        return tuple(found)
    total, next_total = Mark(old.score, old.pending), Mark(new.score, new.pending)
    return () if _same(total, next_total) else (Change(old.student, None, None, None, total, next_total),)


def _part_changes(student: str, key: PartKey, part: PartResult, after: Mapping[PartKey, PartResult]) -> list[Change]:
    now = after.get(key)
    checks = {} if now is None else {check.id: check for check in now.checks}
    found = []
    for check in part.checks:
        was, becomes = _check_mark(check), _check_mark(checks.get(check.id))
        if was is not None and not _same(was, becomes):
            found.append(Change(student, *key, check.id, was, becomes))
    was, becomes = _part_mark(part), _part_mark(now)
    if not found and was is not None and not _same(was, becomes):
        found.append(Change(student, *key, None, was, becomes))
    return found


def _parts(result: Result) -> dict[PartKey, PartResult]:
    return {(question.id, part.kind): part for question in result.questions for part in question.parts}


def _check_mark(check: CheckResult | None) -> Mark | None:
    if check is None or check.status is CheckStatus.UNGRADED:
        return None
    return Mark(check.score, check.max_score if check.status is CheckStatus.UNDECIDED else 0.0)


def _part_mark(part: PartResult | None) -> Mark | None:
    if part is None or part.status is PartStatus.UNGRADED:
        return None
    return Mark(part.score, part.pending)


def _same(one: Mark, other: Mark | None) -> bool:
    if other is None:
        return False
    return abs(one.score - other.score) <= TOLERANCE and abs(one.pending - other.pending) <= TOLERANCE
