"""The results of a small class, and gradebooks as Canvas and Moodle export them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from grader.records import (
    CheckResult,
    CheckStatus,
    Counterexample,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    StepResult,
    SubmissionStatus,
    Tier,
    Visibility,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECRET = 0.123456789  # what a hidden check expects

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (77),Seminar 2 (78),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,10.00,100.00,(read only)\r\n"
    '"Doe, Jane",345,s001,jdoe,"Tue, 10:00",9.50,,81.2\r\n'
    '"Łukasz ""Luc"" Nowak",346,s002,lnowak@uni.edu,Mon,,"",\r\n'
    '"Roe, Rick",347,s003,rroe,Mon,7,12.00,50\r\n'
    '"Student, Test",348,,a1b2,Mon,,,'
).encode()

MOODLE = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Feedback comments\n"
    '"Participant 11","Jane Doe",jdoe@uni.edu,"Submitted for grading",,"100,00",Yes,"Friday, 20 November",\n'
    '"Participant 12","Łukasz Nowak",lnowak@uni.edu,,,"100,00",Yes,-,"Come and see me"\n'
    '"Participant 13","Rick Roe",rroe@uni.edu,,55,"100,00",Yes,-,"Well done"\n'
    '"Participant 14","Ann Poe",apoe@uni.edu,,20,"100,00",No,-,\n'
).encode()


def check(name: str, status: CheckStatus = CheckStatus.PASSED, **changes: Any) -> CheckResult:
    score = 4.0 if status is CheckStatus.PASSED else 0.0
    return replace(
        CheckResult(name, f"Title of {name}", Visibility.PUBLIC, status, score, 4.0, seconds=0.25), **changes
    )


def wrong(name: str, **changes: Any) -> CheckResult:
    example = Counterexample(
        "softmax", {"x": [0.0, 1000.0]}, ["nan", 1.0], [SECRET, 1.0], "softmax(np.array([0., 1000.]))"
    )
    given: dict[str, Any] = {"message": "[0]: got nan", "misconception": "no maximum subtracted", "matched": (2, 3)}
    given["counterexample"] = example
    return check(name, CheckStatus.FAILED, **(given | changes))


def code(*checks: CheckResult, **changes: Any) -> PartResult:
    score, most = sum(c.score for c in checks), sum(c.max_score for c in checks)
    return replace(PartResult(PartKind.CODE, score, most, PartStatus.PARTIAL, checks=checks), **changes)


def text(pending: float = 6.0, **changes: Any) -> PartResult:
    status = PartStatus.PENDING if pending else PartStatus.CORRECT
    return replace(PartResult(PartKind.TEXT, 0.0 if pending else 6.0, 6.0, status, pending=pending), **changes)


def derivation() -> PartResult:
    steps = (
        StepResult(2, "=", "valid"),
        StepResult(3, "=", "wrong", message="it does not hold", hint="with ≤ it would"),
    )
    return PartResult(PartKind.DERIVATION, 2.0, 4.0, PartStatus.PARTIAL, steps=steps)


def question(name: str, *parts: PartResult, status: PartStatus = PartStatus.PARTIAL) -> QuestionResult:
    score, most = sum(part.score for part in parts), sum(part.max_score for part in parts)
    return QuestionResult(name, f"Question {name}", score, most, status, parts)


def result(student: str = "jdoe", *questions: QuestionResult, **changes: Any) -> Result:
    questions = questions or (question("1", code(check("1/a"), wrong("1/b"))),)
    given = Result(
        assignment="seminar2",
        student=student,
        sha256="ab" * 32,
        files=("hw.ipynb",),
        status=SubmissionStatus.GRADED,
        score=sum(one.score for one in questions),
        max_score=100.0,
        pending=sum(part.pending for one in questions for part in one.parts),
        questions=questions,
        notes=(),
        graded_at=NOON,
        isolation=Tier.A,
        seed_sha256="cd" * 32,
    )
    return replace(given, **changes)


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.fixture(scope="session")
def make() -> Mapping[str, Callable[..., Any]]:
    """Builders of records, by the record's name."""
    builders = (check, wrong, code, text, derivation, question, result)
    return {builder.__name__: builder for builder in builders}
