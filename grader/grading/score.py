"""Marks from verdicts: pure arithmetic, no opinions.

A check is worth all of its points or none; undecided checks and answers that a person marks are pending, and
never part of a score. What is ungraded, by a fault of ours, earns nothing yet and makes the whole submission
ungraded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from grader.course.rubric import CodeRubric, Criterion, LatePolicy, PartRubric, QuestionRubric, TextRubric
from grader.errors import GraderError
from grader.grading.late import Timing, charged, late_notes, lateness
from grader.records import (
    CheckResult,
    CheckStatus,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    Submission,
    SubmissionStatus,
    Tier,
    Verdict,
    Visibility,
)

Scored = TypeVar("Scored", CheckResult, PartResult)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one submission's answer to one question.

    `checks` are titles and verdicts by the rubric's names of the checks. `answers` are the student's own
    words in the parts that a person marks, `judged` are parts that a judge of their own has marked already.
    """

    checks: Mapping[str, tuple[str, Verdict]] = field(default_factory=dict)
    answers: Mapping[PartKind, str | None] = field(default_factory=dict)
    judged: Mapping[PartKind, PartResult] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What holds for every submission of a batch; `seed` only where the instructor chose it."""

    assignment: str
    seed_sha256: str
    isolation: Tier | None = None
    seed: int | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    course_sha256: str = ""
    late: LatePolicy = field(default_factory=LatePolicy)
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds for one submission besides its answers."""

    graded_at: datetime
    extension_hours: float = 0.0
    group: str | None = None
    notes: tuple[str, ...] = ()
    output: str = ""


# --------------------------------------------------------------------------- a question


def score_question(question_id: str, title: str, rubric: QuestionRubric, evidence: Evidence) -> QuestionResult:
    """The marks of one question, part by part.

    Raises:
        GraderError: the verdicts are not those of the rubric's checks.
    """
    parts = tuple(_part(question_id, kind, part, evidence) for kind, part in rubric.parts.items())
    return summed_question(QuestionResult(question_id, title, 0, 0, PartStatus.MISSING, parts, evidence.notes))


def unanswered_question(
    question_id: str, title: str, rubric: QuestionRubric, checks: Mapping[str, str], message: str
) -> QuestionResult:
    """The row of a question nobody answered, or nobody could read: `checks` are titles by name."""
    verdict = Verdict(CheckStatus.MISSING, message)
    return score_question(
        question_id, title, rubric, Evidence({name: (title, verdict) for name, title in checks.items()})
    )


def summed_question(question: QuestionResult) -> QuestionResult:
    """The question with score, maximum and status as its parts have them."""
    return replace(
        question,
        score=points(part.score for part in question.parts),
        max_score=points(part.max_score for part in question.parts),
        status=_question_status(question.parts),
    )


def points(each: Iterable[float]) -> float:
    """A sum of points, without the dust of binary fractions: 0.1 + 0.2 is 0.3."""
    return round(math.fsum(each), 9)


def _part(question_id: str, kind: PartKind, rubric: PartRubric, evidence: Evidence) -> PartResult:
    if kind in evidence.judged:
        return _judged(question_id, evidence.judged[kind], rubric)
    if isinstance(rubric, CodeRubric):
        return _code(question_id, rubric, evidence.checks)
    criteria = _criteria(rubric.criteria) if isinstance(rubric, TextRubric) else ()
    answer = evidence.answers.get(kind) or ""
    if not answer.strip():
        message = f"no {kind} was found"
        return PartResult(kind, 0.0, rubric.points, PartStatus.MISSING, message, criteria=criteria)
    return PartResult(
        kind, 0.0, rubric.points, PartStatus.PENDING, pending=rubric.points, criteria=criteria, answer=answer
    )


def _judged(question_id: str, part: PartResult, rubric: PartRubric) -> PartResult:
    if points([part.max_score]) != points([rubric.points]):
        raise GraderError(f"{question_id}: {part.kind} was judged out of {part.max_score:g}, not {rubric.points:g}")
    return part


def _criteria(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    return tuple(one.text if one.points is None else f"{one.text} ({one.points:g})" for one in criteria)


def _code(question_id: str, rubric: CodeRubric, given: Mapping[str, tuple[str, Verdict]]) -> PartResult:
    if given.keys() != rubric.checks.keys():
        wrong = ", ".join(sorted(given.keys() ^ rubric.checks.keys()))
        raise GraderError(f"{question_id}: verdicts and rubric do not name the same checks: {wrong}")
    checks = _reported_once(
        _check(f"{question_id}/{name}", one.points, one.visibility, *given[name]) for name, one in rubric.checks.items()
    )
    return PartResult(
        PartKind.CODE,
        score=points(check.score for check in checks),
        max_score=rubric.points,
        status=_code_status(checks),
        pending=points(check.max_score for check in checks if check.status is CheckStatus.UNDECIDED),
        checks=checks,
    )


def _check(check_id: str, worth: float, visibility: Visibility, title: str, verdict: Verdict) -> CheckResult:
    return CheckResult(
        id=check_id,
        title=title,
        visibility=visibility,
        status=verdict.status,
        score=worth if verdict.status is CheckStatus.PASSED else 0.0,
        max_score=worth,
        message=verdict.message,
        misconception=verdict.misconception,
        matched=verdict.matched,
        counterexample=verdict.counterexample,
        seconds=verdict.seconds,
    )


def _reported_once(checks: Iterable[CheckResult]) -> tuple[CheckResult, ...]:
    """A reason that an earlier check gave word for word becomes a pointer to that check.

    A public check never points at a hidden one, whose words students do not get.
    """
    first: dict[str, CheckResult] = {}
    reported = []
    for check in checks:
        earlier = first.get(check.message)
        if check.status is CheckStatus.PASSED or not check.message:
            reported.append(check)
        elif earlier is None or earlier.visibility is Visibility.HIDDEN is not check.visibility:
            first[check.message] = check
            reported.append(check)
        else:
            reported.append(replace(check, message=f"as in {earlier.id}"))
    return tuple(reported)


def _code_status(checks: Sequence[CheckResult]) -> PartStatus:
    """Checks worth nothing decide only where all are.

    Pending means that nothing is lost yet. Lost points beside pending ones make it partial: not settled as
    wrong.
    """
    statuses = {check.status for check in _counting(checks)}
    if any(check.status is CheckStatus.UNGRADED for check in checks):
        return PartStatus.UNGRADED
    if statuses == {CheckStatus.PASSED}:
        return PartStatus.CORRECT
    if statuses <= {CheckStatus.PASSED, CheckStatus.UNDECIDED}:
        return PartStatus.PENDING
    if CheckStatus.MISSING in statuses and statuses <= {CheckStatus.MISSING, CheckStatus.SKIPPED}:
        return PartStatus.MISSING
    return PartStatus.PARTIAL if statuses & {CheckStatus.PASSED, CheckStatus.UNDECIDED} else PartStatus.WRONG


def _question_status(parts: Sequence[PartResult]) -> PartStatus:
    """Pending where nothing is lost yet, or nothing earned yet; partial between everything and nothing.

    Wrong code beside a text that waits is not "partly correct": none of it is, and the text may still earn.
    """
    statuses = {part.status for part in _counting(parts)}
    if any(part.status is PartStatus.UNGRADED for part in parts):
        return PartStatus.UNGRADED
    if any(part.pending > 0 for part in parts) and not any(part.score > 0 for part in parts):
        return PartStatus.PENDING
    if len(statuses) == 1:
        return statuses.pop()
    if statuses <= {PartStatus.CORRECT, PartStatus.PENDING}:
        return PartStatus.PENDING
    return PartStatus.WRONG if statuses <= {PartStatus.WRONG, PartStatus.MISSING} else PartStatus.PARTIAL


def _counting(scored: Sequence[Scored]) -> Sequence[Scored]:
    return [one for one in scored if one.max_score > 0] or scored


# --------------------------------------------------------------------------- a submission


def score_submission(
    run: Run, submission: Submission, questions: Sequence[QuestionResult], circumstances: Circumstances
) -> Result:
    """The result of one submission: totals, status, and what being late costs.

    A submission without files is missing (a row of the roster); its questions, like those of an unreadable
    one, are `unanswered_question`s.
    """
    timing = Timing(run.due, submission.submitted_at, circumstances.extension_hours, submission.marked_late)
    problem = () if submission.problem is None else (submission.problem,)
    result = Result(
        assignment=run.assignment,
        student=submission.student,
        sha256=submission.sha256,
        files=submission.files,
        status=_status(submission),
        score=0.0,
        max_score=0.0,
        pending=0.0,
        questions=tuple(questions),
        notes=(*problem, *submission.notes, *circumstances.notes, *late_notes(timing, run.late)),
        graded_at=circumstances.graded_at,
        isolation=run.isolation,
        seed_sha256=run.seed_sha256,
        seed=run.seed,
        versions=run.versions,
        course_sha256=run.course_sha256,
        submitted_at=submission.submitted_at,
        late=lateness(timing),
        attempt=submission.attempt,
        group=circumstances.group,
        output=circumstances.output,
    )
    return settled(result, run.late)


def settled(result: Result, policy: LatePolicy) -> Result:
    """The result with its totals, penalty and status as its questions have them."""
    raw = points(question.score for question in result.questions)
    most = points(question.max_score for question in result.questions)
    late = None if result.late is None else charged(result.late, policy, raw, most)
    ungraded = any(question.status is PartStatus.UNGRADED for question in result.questions)
    graded = SubmissionStatus.UNGRADED if ungraded else SubmissionStatus.GRADED
    open_status = result.status in {SubmissionStatus.GRADED, SubmissionStatus.UNGRADED}
    return replace(
        result,
        status=graded if open_status else result.status,
        score=points([raw, -late.penalty if late else 0.0]),
        max_score=most,
        pending=points(part.pending for question in result.questions for part in question.parts),
        raw_score=raw,
        late=late,
    )


def _status(submission: Submission) -> SubmissionStatus:
    if submission.problem is not None:
        return SubmissionStatus.UNREADABLE
    return SubmissionStatus.GRADED if submission.files else SubmissionStatus.MISSING
