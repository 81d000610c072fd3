"""Marks that a person gave: they always win."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from grader.course.rubric import LatePolicy
from grader.grading.score import settled, summed_question
from grader.records import Override, PartKind, PartResult, PartStatus, QuestionResult, Result


@dataclass(frozen=True, slots=True)
class RecordedOverride:
    """An override of one part, and the submission that the person looked at."""

    student: str
    question: str
    part: PartKind
    sha256: str
    override: Override


def apply_overrides(result: Result, overrides: Iterable[RecordedOverride], policy: LatePolicy) -> Result:
    """The result with the latest override of each part in its place; those of other students are passed over.

    An override of another version of the submission still counts, and is marked stale. Totals follow, and so
    does the late penalty where it is a share of the score. Applying the same overrides again changes nothing.
    """
    latest = {(one.question, one.part): one for one in overrides if one.student == result.student}
    questions = tuple(_overridden_question(question, latest, result.sha256) for question in result.questions)
    there = {(question.id, part.kind) for question in result.questions for part in question.parts}
    lost = (_lost_note(one) for key, one in latest.items() if key not in there)
    notes = tuple(dict.fromkeys((*result.notes, *lost)))
    return settled(replace(result, questions=questions, notes=notes), policy)


def _overridden_question(
    question: QuestionResult, latest: dict[tuple[str, PartKind], RecordedOverride], sha256: str
) -> QuestionResult:
    parts = []
    for part in question.parts:
        recorded = latest.get((question.id, part.kind))
        parts.append(part if recorded is None else _overridden(part, recorded, sha256))
    return summed_question(replace(question, parts=tuple(parts)))


def _overridden(part: PartResult, recorded: RecordedOverride, sha256: str) -> PartResult:
    override = replace(recorded.override, stale=recorded.sha256 != sha256)
    return replace(part, score=override.score, pending=0.0, status=_status(part, override.score), override=override)


def _status(part: PartResult, score: float) -> PartStatus:
    if score >= part.max_score:
        return PartStatus.CORRECT
    if score > 0:
        return PartStatus.PARTIAL
    return PartStatus.MISSING if part.status is PartStatus.MISSING else PartStatus.WRONG


def _lost_note(one: RecordedOverride) -> str:
    mark = f"{one.override.score:g} by {one.override.by}"
    return f"a mark without its part: {mark} for {one.question}, {one.part}, which there is no longer"
