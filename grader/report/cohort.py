"""A class taken together: statistics, the mistakes that recur, and whom a person should look at first."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from grader.grading.booking import UNLISTED
from grader.records import PartResult, PartStatus, QuestionResult, Result, SubmissionStatus
from grader.report.derivation import weak_point
from grader.report.values import points

NOBODY: Mapping[str, str] = MappingProxyType({})  # nobody's name is known


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores of the graded submissions, in points; None where there is none."""

    students: int
    graded: int
    mean: float | None
    median: float | None
    lowest: float | None
    highest: float | None
    max_score: float
    pending: float  # points that people can still add, over the whole class


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """`counts` are students by status; `mean` is what they have earned so far, None where nothing is settled yet.

    `pending` is by how much the mean can still rise. Answers that were not judged for a fault of ours are in neither.
    """

    id: str
    title: str
    max_score: float
    mean: float | None
    pending: float
    counts: Mapping[PartStatus, int]


@dataclass(frozen=True, slots=True)
class MistakeCount:
    """So many of `judged` students made this mistake in this question."""

    question: str
    mistake: str
    students: int
    judged: int


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """So many of `judged` derivations of this question first fail for this reason, at one of these lines."""

    question: str
    lines: tuple[int, ...]
    reason: str
    students: int
    judged: int


@dataclass(frozen=True, slots=True)
class Concern:
    student: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that a person has to do, with everyone whom it concerns."""

    title: str
    advice: str
    concerns: tuple[Concern, ...]


def summary(results: Sequence[Result]) -> Summary:
    scores = [result.score for result in graded(results)]
    return Summary(
        students=len(results),
        graded=len(scores),
        mean=statistics.fmean(scores) if scores else None,
        median=statistics.median(scores) if scores else None,
        lowest=min(scores, default=None),
        highest=max(scores, default=None),
        max_score=max((result.max_score for result in results), default=0.0),
        pending=sum(result.pending for result in results),
    )


def graded(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.status is SubmissionStatus.GRADED]


def questions(results: Sequence[Result]) -> tuple[QuestionSummary, ...]:
    """Per sub-question, in the order of the sheet, over the graded submissions."""
    answers: dict[str, list[QuestionResult]] = {name: [] for name in question_ids(graded(results))}
    for result in graded(results):
        for question in result.questions:
            answers[question.id].append(question)
    return tuple(_question(given) for given in answers.values())


def question_ids(results: Sequence[Result]) -> list[str]:
    """Every sub-question's id, in the order of the sheet: the fullest results come first."""
    fullest = sorted(results, key=lambda result: -len(result.questions))
    return list(dict.fromkeys(question.id for result in fullest for question in result.questions))


def _question(given: Sequence[QuestionResult]) -> QuestionSummary:
    judged = [question for question in given if question.status is not PartStatus.UNGRADED]
    pending = [sum(part.pending for part in question.parts) for question in judged]
    settled = any(map(_settled, judged)) or not any(pending)
    return QuestionSummary(
        id=given[0].id,
        title=given[0].title,
        max_score=max(question.max_score for question in given),
        mean=statistics.fmean(question.score for question in judged) if judged and settled else None,
        pending=statistics.fmean(pending) if pending else 0.0,
        counts=Counter(question.status for question in given),
    )


def _settled(question: QuestionResult) -> bool:
    """Whether something of the answer has its mark: an empty one beside those that wait says nothing."""
    waits = {PartStatus.PENDING, PartStatus.MISSING, PartStatus.UNGRADED}
    return question.score > 0 or any(part.status not in waits for part in question.parts)


def mistakes(results: Sequence[Result]) -> tuple[MistakeCount, ...]:
    """Every named mistake, the most frequent first; a student counts once a question and mistake."""
    found: Counter[tuple[str, str]] = Counter()
    judged: Counter[str] = Counter()
    for result in graded(results):
        for question in result.questions:
            judged[question.id] += question.status is not PartStatus.UNGRADED
            found.update((question.id, mistake) for mistake in named(question))
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(MistakeCount(*key, count, judged[key[0]]) for key, count in ranked)


def named(question: QuestionResult) -> tuple[str, ...]:
    """The mistakes recognised in one answer, each once."""
    checks = (check for part in question.parts for check in part.checks)
    return tuple(dict.fromkeys(check.misconception for check in checks if check.misconception))


def weak_points(results: Sequence[Result]) -> tuple[WeakPoint, ...]:
    """Why derivations first fail, the most frequent reason first; a student counts once a question."""
    found: dict[tuple[str, str], list[int]] = {}
    judged: Counter[str] = Counter()
    for result in graded(results):
        for question in result.questions:
            for part in _proofs(question):
                judged[question.id] += 1
                if point := weak_point(part):
                    found.setdefault((question.id, point[1]), []).append(point[0])
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        WeakPoint(question, tuple(sorted(set(lines))), reason, len(lines), judged[question])
        for (question, reason), lines in ranked
    )


def _proofs(question: QuestionResult) -> list[PartResult]:
    """The part with a derivation that was judged, if there is one; a question has one at the most."""
    return [part for part in question.parts if part.steps][:1]


# --------------------------------------------------------------------------- needs your attention


def attention(results: Sequence[Result]) -> tuple[Attention, ...]:
    """What a person has to look at, the most urgent first; kinds that concern nobody are left out."""
    kinds = (
        _by_status(
            results,
            SubmissionStatus.UNGRADED,
            "Not graded",
            "A fault of the grader: no mark was booked. Run it again.",
        ),
        Attention(
            "Partly not graded",
            "Some checks could not be judged for a reason of the grader.",
            tuple(_concerns(results, PartStatus.UNGRADED)),
        ),
        _by_status(results, SubmissionStatus.UNREADABLE, "Unreadable", "Ask for the file again, or mark it by hand."),
        Attention(
            "Overruled, then resubmitted",
            "A mark given by a person stands, but the submission has changed under it.",
            tuple(_stale(results)),
        ),
        Attention(
            "Late by an unknown time",
            "The layout only says that it was late: settle the penalty.",
            tuple(Concern(r.student, "marked late") for r in results if r.late and r.late.unknown),
        ),
        _by_status(results, SubmissionStatus.MISSING, "No submission", "On the roster, but nothing was handed in."),
        Attention(
            "Not on the roster",
            "Handed in under an id that the roster does not have.",
            tuple(Concern(r.student, "") for r in results if UNLISTED in r.notes),
        ),
        Attention(
            "To be marked by a person",
            "Texts and undecided steps. These points are in no score yet.",
            _pending(results),
        ),
    )
    return tuple(kind for kind in kinds if kind.concerns)


def _by_status(results: Sequence[Result], status: SubmissionStatus, title: str, advice: str) -> Attention:
    found = [result for result in results if result.status is status]
    return Attention(title, advice, tuple(Concern(r.student, "; ".join(r.notes)) for r in found))


def _concerns(results: Sequence[Result], status: PartStatus) -> list[Concern]:
    return [
        Concern(result.student, "questions " + ", ".join(ids))
        for result in graded(results)
        if (ids := [question.id for question in result.questions if question.status is status])
    ]


def _stale(results: Sequence[Result]) -> list[Concern]:
    return [
        Concern(result.student, f"question {question.id}, marked by {part.override.by}")
        for result in results
        for question in result.questions
        for part in question.parts
        if part.override and part.override.stale
    ]


def _pending(results: Sequence[Result]) -> tuple[Concern, ...]:
    return tuple(
        Concern(result.student, f"{points(result.pending)} points: {', '.join(waiting(result)) or 'see report'}")
        for result in results
        if result.pending > 0
    )


def waiting(result: Result) -> list[str]:
    """The sub-questions with points that wait for a person."""
    return [
        question.id
        for question in result.questions
        if question.status is PartStatus.PENDING or any(part.pending > 0 for part in question.parts)
    ]
