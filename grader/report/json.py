"""`results/<student>.json`, schema 1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from grader.records import (
    CheckResult,
    Counterexample,
    Lateness,
    Override,
    PartKind,
    PartResult,
    QuestionResult,
    Result,
    StepResult,
)
from grader.report.audience import Audience, seen_by
from grader.report.text import encodable
from grader.report.values import plain

SCHEMA = 1


def dumps(result: Result, audience: Audience = Audience.INSTRUCTOR) -> str:
    """The file's text: strict JSON that UTF-8 can carry, ending in a line break."""
    data = to_json(result, audience)
    return encodable(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)) + "\n"


def to_json(result: Result, audience: Audience = Audience.INSTRUCTOR) -> dict[str, Any]:
    """The result as JSON data. Keys of the schema that have no value here are left out."""
    result = seen_by(audience, result)
    return _present(
        {
            "schema": SCHEMA,
            "assignment": result.assignment,
            "student": result.student,
            "submission": {"sha256": result.sha256, "files": list(result.files)},
            "submitted_at": moment(result.submitted_at),
            "attempt": result.attempt,
            "group": result.group,
            "graded_at": moment(result.graded_at),
            "seed": result.seed,
            "seed_sha256": result.seed_sha256 or None,
            "isolation": result.isolation and result.isolation.value,
            "versions": dict(result.versions) or None,
            "course_sha256": result.course_sha256 or None,
            "score": result.score,
            "max_score": result.max_score,
            "pending": result.pending,
            "raw_score": result.raw_score,
            "late": _late(result.late),
            "status": result.status.value,
            "notes": list(result.notes),
            "questions": [_question(question) for question in result.questions],
        }
    )


def moment(time: datetime | None) -> str | None:
    """`2026-11-20T12:00:00Z`: UTC, to the second."""
    return None if time is None else time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _late(late: Lateness | None) -> dict[str, Any] | None:
    if late is None:
        return None
    known = {"due": moment(late.due), "hours": late.hours, "penalty": late.penalty}
    return known | ({"unknown": True} if late.unknown else {})


def _question(question: QuestionResult) -> dict[str, Any]:
    return _present(
        {
            "id": question.id,
            "title": question.title,
            "score": question.score,
            "max_score": question.max_score,
            "status": question.status.value,
            "notes": list(question.notes) or None,
            "parts": [_part(part) for part in question.parts],
        }
    )


def _part(part: PartResult) -> dict[str, Any]:
    checks = [_check(check) for check in part.checks]
    steps = [_step(step) for step in part.steps]
    return _present(
        {
            "kind": part.kind.value,
            "score": part.score,
            "max_score": part.max_score,
            "status": part.status.value,
            "pending": part.pending or None,
            "message": part.message or None,
            "checks": checks if checks or part.kind is PartKind.CODE else None,
            "steps": steps if steps or part.kind is PartKind.DERIVATION else None,
            "opening": part.opening or None,
            "side": [[_step(step) for step in chain] for chain in part.side] or None,
            "criteria": list(part.criteria) or None,
            "override": _override(part.override),
        }
    )


def _check(check: CheckResult) -> dict[str, Any]:
    return _present(
        {
            "id": check.id,
            "title": check.title,
            "visibility": check.visibility.value,
            "status": check.status.value,
            "score": check.score,
            "max_score": check.max_score,
            "message": check.message,
            "misconception": check.misconception,
            "matched": check.matched and list(check.matched),
            "counterexample": _counterexample(check.counterexample),
            "seconds": check.seconds,
        }
    )


def _counterexample(example: Counterexample | None) -> dict[str, Any] | None:
    if example is None:
        return None
    shown = {"call": example.call, "arguments": plain(example.arguments), "got": plain(example.got)}
    # No expected value: a property was violated, and there is no one right answer.
    return shown if example.expected is None else shown | {"expected": plain(example.expected)}


def _step(step: StepResult) -> dict[str, Any]:
    return {
        "line": step.line,
        "relation": step.relation,
        "status": step.status,
        "facts": list(step.facts),
        "message": step.message,
    } | _present(
        {name: getattr(step, name) or None for name in ("read_as", "left", "right", "world", "hint", "source")}
    )


def _override(override: Override | None) -> dict[str, Any] | None:
    if override is None:
        return None
    return {
        "by": override.by,
        "at": moment(override.at),
        "score": override.score,
        "reason": override.reason,
        "stale": override.stale,
    }


def _present(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}
