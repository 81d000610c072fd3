"""`grader check` in a process of its own, for programs that want its answers as records."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from grader.errors import GraderError, UsageError
from grader.export.case import Case, checked_cases
from grader.records import (
    CheckResult,
    CheckStatus,
    Counterexample,
    PartKind,
    PartResult,
    PartStatus,
    StepResult,
    Visibility,
)
from grader.report.derivation import awaits_grading
from grader.report.values import points

_ANSWERED = (0, 1, 3)  # all passed, some failed, some ungraded: all of them with a result
_WRONG_USAGE = 2


@dataclass(frozen=True, slots=True)
class Answers:
    """The public checks and the derivations of one submission; `closing` are sentences about it as a whole."""

    assignment: str
    cases: tuple[Case, ...]
    closing: tuple[str, ...]


def run(submission: Path, assignment: str | None, course: Path | None) -> str:
    """The JSON text that `grader check --json` writes.

    A process of its own: whatever the caller has imported, patched or made an error of does not touch the judging.

    Raises:
        UsageError: the path, the assignment or the course is wrong; in the command's words.
        GraderError: there was no answer.
    """
    command = [sys.executable, "-P", "-m", "grader", "check", "--json", str(submission.absolute())]
    command += ["-a", assignment] if assignment else []
    command += ["--course", str(course)] if course else []
    done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603 - our own
    said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2].removeprefix("grader: ")
    if done.returncode == _WRONG_USAGE:
        raise UsageError(said)
    if done.returncode not in _ANSWERED or not done.stdout.strip():
        raise GraderError(f"`grader check` ended with {done.returncode}: {said}")
    return done.stdout.decode("utf-8")


def read(text: str) -> Answers:
    """The same as cases; the counterexamples' ready-made calls are not in the JSON, and are made again."""
    data = json.loads(text)
    cases: list[Case] = []
    waits = 0.0
    for question in data["questions"]:
        parts = [_part(part) for part in question["parts"]]
        cases += checked_cases(question["id"], question["title"], parts, question.get("notes", ()))
        waits += sum(part.pending for part in parts if not awaits_grading(part))
    closing = [f"{points(waits)} points wait for a person."] if waits > 0 else []
    return Answers(data["assignment"], tuple(cases), (*data.get("notes", []), *closing))


def _part(data: Mapping[str, Any]) -> PartResult:
    return PartResult(
        PartKind(data["kind"]),
        score=data["score"],
        max_score=data["max_score"],
        status=PartStatus(data["status"]),
        message=data.get("message", ""),
        pending=data.get("pending", 0.0),
        checks=tuple(map(_check, data.get("checks", ()))),
        steps=tuple(map(_step, data.get("steps", ()))),
        side=tuple(tuple(map(_step, chain)) for chain in data.get("side", ())),
        opening=data.get("opening", ""),
    )


def _step(data: Mapping[str, Any]) -> StepResult:
    known = {one.name for one in fields(StepResult)}
    return StepResult(**{name: value for name, value in data.items() if name in known})


def _check(data: Mapping[str, Any]) -> CheckResult:
    matched = data.get("matched")
    return CheckResult(
        id=data["id"],
        title=data["title"],
        visibility=Visibility(data["visibility"]),
        status=CheckStatus(data["status"]),
        score=data["score"],
        max_score=data["max_score"],
        message=data.get("message", ""),
        misconception=data.get("misconception"),
        matched=(matched[0], matched[1]) if matched else None,
        counterexample=_example(data.get("counterexample")),
        seconds=data.get("seconds", 0.0),
    )


def _example(data: Mapping[str, Any] | None) -> Counterexample | None:
    if data is None:
        return None
    return Counterexample(data["call"], data["arguments"], data["got"], data.get("expected"), data.get("paste", ""))
