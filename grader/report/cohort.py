"""A class taken together: statistics, the mistakes that recur, and whom a person should look at first."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.records import PartStatus, QuestionResult, Result, SubmissionStatus
from grader.report.values import points


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
    """`counts` are students by status; `mean` is over those whose answer was judged."""

    id: str
    title: str
    max_score: float
    mean: float | None
    counts: Mapping[PartStatus, int]


@dataclass(frozen=True, slots=True)
class MistakeCount:
    """So many of `judged` students made this mistake in this question."""

    question: str
    mistake: str
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
    judged = [q.score for q in given if q.status not in {PartStatus.PENDING, PartStatus.UNGRADED}]
    return QuestionSummary(
        id=given[0].id,
        title=given[0].title,
        max_score=max(question.max_score for question in given),
        mean=statistics.fmean(judged) if judged else None,
        counts=Counter(question.status for question in given),
    )


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
