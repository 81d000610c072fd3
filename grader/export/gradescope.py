"""Gradescope's `results.json`, for one submission.

The fields are those of https://gradescope-autograders.readthedocs.io/en/latest/specs/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from grader.errors import GraderError
from grader.export.wording import account, circumstances, part_account
from grader.records import (
    CheckResult,
    CheckStatus,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    SubmissionStatus,
    Visibility,
)
from grader.report.audience import redact
from grader.report.badge import badge
from grader.report.text import encodable, one_line

VISIBLE, AFTER_PUBLISHED = "visible", "after_published"
_OPEN = frozenset({CheckStatus.UNDECIDED, CheckStatus.UNGRADED})


class Hidden(StrEnum):
    """When Gradescope shows students the hidden checks: their title, status, points and the mistake's name."""

    NEVER = "hidden"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"


def dumps(result: Result, hidden: Hidden = Hidden.AFTER_PUBLISHED) -> str:
    """The file's text: strict JSON in UTF-8."""
    data = results_json(result, hidden)
    return encodable(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)) + "\n"


def is_of(assignment: str, data: bytes) -> bool:
    """Whether `data` is a file that `dumps` made of a result for that assignment.

    No text of a student's can look so: in a JSON string a line does not end.
    """
    return f'\n "extra_data": {{\n  "assignment": {json.dumps(assignment, ensure_ascii=False)},\n'.encode() in data


def results_json(result: Result, hidden: Hidden = Hidden.AFTER_PUBLISHED) -> dict[str, Any]:
    """A test a check, and one a part that no check decides.

    What waits for a person has no score, and is shown once grades are published: until then Gradescope hides the
    total, so that nobody takes points that are still open for lost ones. The score is the one after the late policy.

    Raises:
        GraderError: the submission is ungraded or missing: there is no score to be told.
    """
    if result.status in (SubmissionStatus.UNGRADED, SubmissionStatus.MISSING):
        raise GraderError(f"{result.student}: {badge(result.status).word}: there is no score to export")
    shown = redact(result)
    tests = [test for question in shown.questions for test in _tests(question, hidden)]
    seconds = sum(c.seconds for question in result.questions for part in question.parts for c in part.checks)
    return {
        "score": shown.score,
        "execution_time": round(seconds, 3),
        "output": "\n".join(circumstances(shown)),
        "visibility": VISIBLE,
        "stdout_visibility": "hidden",
        "extra_data": {
            "assignment": shown.assignment,
            "sha256": shown.sha256,
            "status": shown.status.value,
            "isolation": shown.isolation and shown.isolation.value,
            "versions": dict(shown.versions),
        },
        "tests": tests,
    }


def _tests(question: QuestionResult, hidden: Hidden) -> Iterator[dict[str, Any]]:
    number = 0
    for part in question.parts:
        for check in part.checks:
            number += 1
            yield _check(question, check, part, hidden) | {"number": f"{question.id}.{number}"}
        if part.kind is not PartKind.CODE or part.override is not None:
            number += 1
            yield _part(question, part) | {"number": f"{question.id}.{number}"}


def _check(question: QuestionResult, check: CheckResult, part: PartResult, hidden: Hidden) -> dict[str, Any]:
    """Where a person marked the whole part its checks carry no points any more, only what they found."""
    test: dict[str, Any] = {
        "name": one_line(f"{question.id}: {check.title}", 300),
        "output": account(check),
        "output_format": "text",
        "tags": [question.id, check.status.value],
        "visibility": VISIBLE if check.visibility is Visibility.PUBLIC else hidden.value,
        "extra_data": {"check": check.id},
    }
    if check.status in _OPEN:
        return test | {"visibility": hidden.value if hidden is Hidden.NEVER else AFTER_PUBLISHED}
    test["status"] = "passed" if check.status is CheckStatus.PASSED else "failed"
    return test if part.override is not None else test | {"score": check.score, "max_score": check.max_score}


def _part(question: QuestionResult, part: PartResult) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": one_line(f"{question.id}: {question.title} ({part.kind.value})", 300),
        "output": part_account(part),
        "output_format": "text",
        "tags": [question.id, part.status.value],
        "visibility": VISIBLE,
        "extra_data": {"part": f"{question.id}/{part.kind.value}"},
    }
    if part.pending > 0 or part.status in (PartStatus.PENDING, PartStatus.UNGRADED):
        return test | {"visibility": AFTER_PUBLISHED}
    status = "passed" if part.status is PartStatus.CORRECT else "failed"
    return test | {"status": status, "score": part.score, "max_score": part.max_score}
