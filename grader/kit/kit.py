"""A student's kit: `kit.json`, what is asked and for how many points, and `cases.json`, the public cases as data.

`kit.json` also holds the claims that derivations are judged by; the random worlds for that are modules in `worlds/`.
"""

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
from grader.kit.claims import Carried, restored
from grader.kit.freeze import frozen
from grader.kit.starters import KIT, digest
from grader.kit.thaw import thawed
from grader.kit.worlds import FOLDER, loaded
from grader.proof.claim import Claim
from grader.records import PUBLIC_SEED, Limits, Visibility

CASES = "cases.json"
SCHEMA = 1
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


def kit_files(assignment: Assignment, master: Master | None, wheel: str | None = None) -> Mapping[str, str]:
    """The kit's files and the starter's, by name; `wheel` is the name of the wheel in the kit, if it carries one.

    Nothing of the reference is in them, no hidden input or expected value, no goal that the sheet asks for and no
    derivation.

    Raises:
        CourseError: the course's own code failed.
    """
    shown = public(assignment)
    cases: dict[str, list[dict[str, Any]]] = {}
    carried = Carried()
    later = [*_hidden(assignment), *_claims(assignment, carried)]
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
        "claims": carried.claims,
        "worlds": {name: digest(content) for name, content in carried.worlds.items()},
        "wheel": wheel,
    }
    worlds = {f"{FOLDER}/{name}": content for name, content in carried.worlds.items()}
    return {KIT: _json(description, indent=1), CASES: text, **worlds, **starter}


def _hidden(assignment: Assignment) -> Iterator[Later]:
    for question in assignment.questions:
        code = assignment.rubric_of(question).code
        for check in question.checks if code is not None else ():
            if code is not None and code.checks[check.id].visibility is Visibility.HIDDEN:
                yield _later(assignment, question, check.id, check.title, HIDDEN)


def _claims(assignment: Assignment, carried: Carried) -> Iterator[Later]:
    """The derivations that are judged at grading, wholly or in part; the claims of the others are carried."""
    for question in assignment.questions:
        derivation = assignment.rubric_of(question).derivation
        if question.claim is not None and derivation is not None and (why := carried.add(question.id, question.claim)):
            yield Later(f"{question.id}/derivation", question.claim.title, derivation.points, f"{AT_GRADING}: {why}")


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
    _require_schema(data, path)
    text = _belonging(folder / CASES, data.get("cases_sha256"))
    try:
        assignment = _assignment(data, json.loads(text)["questions"], _claims_in(data, folder))
        later = tuple(Later(**one) for one in data["later"])
    except CourseError:
        raise
    except (AttributeError, GraderError, KeyError, TypeError, ValueError) as error:
        raise CourseError(f"the kit is damaged: {type(error).__name__}: {error}", path) from error
    return Kit(folder, assignment, later, data.get("stubs", {}), data.get("files", {}))


def _require_schema(data: Mapping[str, Any], path: Path) -> None:
    if not {"schema", "grader", "assignment", "questions"} <= data.keys():
        raise CourseError("is no description of a kit: take all its files from your course again", path)
    if data["schema"] != SCHEMA:
        words = f"has schema {data['schema']!r} and was made with grader {data['grader']}; grader {version('grader')}"
        remedy = "install the version in its requirements.txt, or take the kit from your course again"
        raise CourseError(f"{words}, which is installed here, reads schema {SCHEMA}: {remedy}", path)


def read_later(files: Mapping[str, str]) -> list[Later]:
    """The checks that a kit does not run, from its files by name."""
    return [Later(**one) for one in json.loads(files[KIT])["later"]]


def _belonging(path: Path, sha256: str | None) -> str:
    text = _text(path)
    if digest(text) != sha256:
        raise CourseError("is not what belongs to this kit: take all its files from your course again", path)
    return text


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


def _claims_in(data: Mapping[str, Any], folder: Path) -> Mapping[str, Claim]:
    """By question; the kit's worlds are loaded, where they are what belongs to it."""
    texts = {name: _belonging(folder / FOLDER / name, sha256) for name, sha256 in data["worlds"].items()}
    worlds = loaded(folder / FOLDER, texts)
    return {name: restored(one, worlds) for name, one in data["claims"].items()}


def _assignment(
    data: Mapping[str, Any], cases: Mapping[str, Sequence[Mapping[str, Any]]], claims: Mapping[str, Claim]
) -> Assignment:
    checks = {name: tuple(thawed(one) for one in given) for name, given in cases.items()}
    questions = tuple(
        Question(one["id"], one["title"], checks[one["id"]], claims.get(one["id"])) for one in data["questions"]
    )
    rubric = AssignmentRubric(
        title=data["title"],
        points=data["points"],
        questions={one["id"]: _rubric(one) for one in data["questions"]},
        limits=Limits(**data["limits"]),
        archive=ArchiveLimits(**data["archive"]),
    )
    prints = {name: digest(_json([given, data["claims"].get(name), data["worlds"]])) for name, given in cases.items()}
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
