"""A student's kit: `kit.json`, what is asked and for how many points, and `cases.json`, the public cases as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from grader.course.assignment import Assignment, Question, prepare_check, public
from grader.course.rubric import (
    ArchiveLimits,
    AssignmentRubric,
    CheckRubric,
    CodeRubric,
    DerivationRubric,
    QuestionRubric,
    TextRubric,
)
from grader.course.starter import Master, files
from grader.course.stubs import stubs
from grader.errors import CourseError, GraderError
from grader.kit.freeze import frozen
from grader.kit.starters import KIT, digest
from grader.kit.thaw import thawed
from grader.records import Limits, Visibility

CASES = "cases.json"
SCHEMA = 1
# Public cases are the same for everyone, always.
PUBLIC_SEED = 0
HIDDEN, AT_GRADING = "hidden", "judged at grading"


@dataclass(frozen=True, slots=True)
class Later:
    """A check that a kit does not run: `why` is HIDDEN, or AT_GRADING with a reason after a colon."""

    id: str
    title: str
    points: float
    why: str


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit as it is read back; `assignment` holds the checks that can be run here, all parts keep their points."""

    folder: Path
    assignment: Assignment
    later: tuple[Later, ...]
    stubs: Mapping[str, str]  # what the starter asks for, by name
    starter: Mapping[str, str]  # SHA-256 of the starter's files, by name


# --------------------------------------------------------------------------- making one


def kit_files(assignment: Assignment, master: Master | None) -> Mapping[str, str]:
    """The two files and the starter's, by name; nothing of the reference, no hidden input or expected value is in them.

    Raises:
        CourseError: the course's own code failed.
    """
    shown = public(assignment)
    cases: dict[str, list[dict[str, Any]]] = {}
    later = [*_hidden(assignment), *_claims(assignment)]
    for question in shown.questions:
        cases[question.id] = []
        for check in question.checks:
            data = frozen(check, prepare_check(check, PUBLIC_SEED, assignment.name))
            if isinstance(data, str):
                later.append(_later(assignment, question, check.id, check.title, f"{AT_GRADING}: {data}"))
            else:
                cases[question.id].append(data)
    text = _json({"schema": SCHEMA, "questions": cases})
    starter = files(master) if master else {}
    description = _description(shown, cases, later) | {
        "stubs": stubs(master) if master else {},
        "files": {name: digest(content) for name, content in starter.items()},
        "cases_sha256": digest(text),
    }
    return {KIT: _json(description, indent=1), CASES: text, **starter}


def _hidden(assignment: Assignment) -> Iterator[Later]:
    for question in assignment.questions:
        code = assignment.rubric_of(question).code
        for check in question.checks if code is not None else ():
            if code is not None and code.checks[check.id].visibility is Visibility.HIDDEN:
                yield _later(assignment, question, check.id, check.title, HIDDEN)


def _claims(assignment: Assignment) -> Iterator[Later]:
    """The derivations that a claim judges: its worlds are the course's code, and so they are judged at grading."""
    for question in assignment.questions:
        derivation = assignment.rubric_of(question).derivation
        if question.claim is not None and derivation is not None:
            yield Later(f"{question.id}/derivation", question.claim.title, derivation.points, AT_GRADING)


def _later(assignment: Assignment, question: Question, check: str, title: str, why: str) -> Later:
    code = assignment.rubric_of(question).code
    assert code is not None
    return Later(f"{question.id}/{check}", title, code.checks[check].points, why)


def _description(
    shown: Assignment, cases: Mapping[str, Sequence[Mapping[str, Any]]], later: Sequence[Later]
) -> dict[str, Any]:
    rubric = shown.rubric
    return {
        "schema": SCHEMA,
        "grader": version("grader"),
        "assignment": shown.name,
        "title": rubric.title,
        "points": rubric.points,
        "limits": asdict(rubric.limits),
        "archive": asdict(rubric.archive),
        "questions": [
            _question(one, shown.rubric_of(one), [check["id"] for check in cases[one.id]]) for one in shown.questions
        ],
        "later": [asdict(one) for one in sorted(later, key=lambda one: one.id)],
        "claims": {one.id: AT_GRADING for one in shown.questions if one.claim is not None},
        "starter": [[kind, question, text] for (kind, question), text in shown.starter.items()],
    }


def _question(question: Question, rubric: QuestionRubric, checks: Sequence[str]) -> dict[str, Any]:
    """Without the criteria of texts: they say what to write."""
    code = rubric.code
    return {
        "id": question.id,
        "title": question.title,
        "points": rubric.points,
        "limits": asdict(rubric.limits),
        "code": code and {"points": code.points, "checks": {name: code.checks[name].points for name in checks}},
        "derivation": rubric.derivation and rubric.derivation.points,
        "text": rubric.text and rubric.text.points,
    }


def _json(data: Any, indent: int | None = None) -> str:
    separators = (",", ":") if indent is None else None
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators) + "\n"


# --------------------------------------------------------------------------- reading one


def read_kit(folder: Path) -> Kit:
    """The kit in `folder`.

    Raises:
        CourseError: it is none, is damaged, or another version of the grader wrote it.
    """
    path = folder / KIT
    data = _read(path)
    if data.get("schema") != SCHEMA:
        words = f"this kit has schema {data.get('schema')!r}, this grader reads {SCHEMA}: install the one it names"
        raise CourseError(words + f" (grader=={data.get('grader')})", path)
    text = _text(folder / CASES)
    if digest(text) != data.get("cases_sha256"):
        raise CourseError("is not what belongs to this kit: take both files from your course again", folder / CASES)
    try:
        assignment = _assignment(data, json.loads(text)["questions"])
        later = tuple(Later(**one) for one in data["later"])
    except (AttributeError, GraderError, KeyError, TypeError, ValueError) as error:
        raise CourseError(f"the kit is damaged: {type(error).__name__}: {error}", path) from error
    return Kit(folder, assignment, later, data.get("stubs", {}), data.get("files", {}))


def read_later(files: Mapping[str, str]) -> list[Later]:
    """The checks that a kit does not run, from its files by name."""
    return [Later(**one) for one in json.loads(files[KIT])["later"]]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"cannot be read: {error}", path) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(_text(path))
    except ValueError as error:
        raise CourseError(f"no JSON: {error}", path) from error
    if not isinstance(data, dict):
        raise CourseError("no kit", path)
    return data


def _assignment(data: Mapping[str, Any], cases: Mapping[str, Sequence[Mapping[str, Any]]]) -> Assignment:
    checks = {name: tuple(thawed(one) for one in given) for name, given in cases.items()}
    questions = tuple(Question(one["id"], one["title"], checks[one["id"]]) for one in data["questions"])
    rubric = AssignmentRubric(
        title=data["title"],
        points=data["points"],
        questions={one["id"]: _rubric(one) for one in data["questions"]},
        limits=Limits(**data["limits"]),
        archive=ArchiveLimits(**data["archive"]),
    )
    prints = {name: digest(_json(given)) for name, given in cases.items()}
    starter = {(kind, question): text for kind, question, text in data["starter"]}
    return Assignment(data["assignment"], questions, rubric, prints, starter)


def _rubric(data: Mapping[str, Any]) -> QuestionRubric:
    code, derivation, text = data["code"], data["derivation"], data["text"]
    return QuestionRubric(
        points=data["points"],
        limits=Limits(**data["limits"]),
        code=code and CodeRubric(code["points"], {name: CheckRubric(one) for name, one in code["checks"].items()}),
        derivation=None if derivation is None else DerivationRubric(derivation),
        text=None if text is None else TextRubric(text, ()),
    )
