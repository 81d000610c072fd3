"""Who reads a result: instructors see everything, students nothing that gives a hidden check away."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from grader.records import PUBLIC_SEED, CheckResult, PartResult, QuestionResult, Result, Visibility


class Audience(StrEnum):
    INSTRUCTOR = "instructor"
    STUDENT = "student"


def redact(result: Result) -> Result:
    """What a student may see of `result`; redacting twice changes nothing more.

    Of a hidden check remain its title, status, points and the mistake's name. A seed that the instructor
    chose goes too, and with it its hash: a chosen seed is a small number, found again by trying them all.
    """
    chosen = result.seed is not None and result.seed != PUBLIC_SEED
    return replace(
        result,
        questions=tuple(_question(question) for question in result.questions),
        seed=None if chosen else result.seed,
        seed_sha256="" if chosen else result.seed_sha256,
    )


def seen_by(audience: Audience, result: Result) -> Result:
    return redact(result) if audience is Audience.STUDENT else result


def _question(question: QuestionResult) -> QuestionResult:
    return replace(question, parts=tuple(_part(part) for part in question.parts))


def _part(part: PartResult) -> PartResult:
    return replace(part, checks=tuple(_check(check) for check in part.checks))


def _check(check: CheckResult) -> CheckResult:
    if check.visibility is not Visibility.HIDDEN:
        return check
    return replace(check, message="", matched=None, counterexample=None, seconds=0.0)
