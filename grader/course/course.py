"""A course on disk: `rubric.yaml`, `reference/` and `assignments/` under one root, found by path."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course.assignment import AnyCheck, Assignment, Question
from grader.course.carry import require_earlier, tied
from grader.course.declared import Declared, declared
from grader.course.fingerprint import fingerprint
from grader.course.imports import import_module
from grader.course.question import Check
from grader.course.rubric import QuestionRubric, Rubric, nearest, read_rubric
from grader.course.starter import Master, read_master
from grader.errors import CourseError, UsageError

RUBRIC = "rubric.yaml"


@dataclass(frozen=True, slots=True)
class Course:
    root: Path
    rubric_path: Path
    rubric: Rubric

    def assignment(self, name: str) -> Assignment:
        """The assignment of that name, its questions joined with the rubric's points.

        Raises:
            UsageError: there is none of that name.
            CourseError: the rubric and the assignment's questions disagree, or its code fails.
        """
        if name not in self.rubric.assignments:
            raise UsageError(_unknown(name, list(self.rubric.assignments), self.rubric_path))
        if not (self.root / "assignments" / name / "assignment.py").is_file():
            raise self._no_folder(name)
        module, modules = import_module(self.root, f"assignments.{name}.assignment")
        questions = getattr(module, "QUESTIONS", None)
        if not isinstance(questions, Sequence) or not all(isinstance(item, Question) for item in questions):
            raise CourseError("the assignment must define QUESTIONS, a list of question(…)", _file(module.__file__))
        rubric = self.rubric.assignments[name]
        _Agreement(self, name, _file(module.__file__)).settle(questions)
        questions = _tied(questions)
        prints = {item.id: fingerprint(item.checks, modules, item.claim) for item in questions}
        found = {item.id: declared(item.claim, modules) for item in questions if item.claim is not None}
        places = {key: place for key, place in found.items() if place is not None}
        master = self.master(name)
        unanswered = master.answers() if master else {}
        return Assignment(name, questions, rubric, prints, unanswered, _proofs(places), places)

    def _no_folder(self, name: str) -> CourseError:
        folder = self.root / "assignments"
        there = sorted(path.parent.name for path in folder.glob("*/assignment.py"))
        near = nearest(name, there)
        hint = (f"did you mean {near!r}? " if near else "") + f"there are: {', '.join(there) or 'none'}"
        words = f"assignment {name!r} has no folder {folder / name} with an assignment.py ({hint})"
        return self.rubric.error(words, "assignments", name)

    def master(self, name: str) -> Master | None:
        """The sheet that students start from; None if the assignment has none."""
        return read_master(self.root / "assignments" / name, name)


def find_course(directory: Path | None, start: Path) -> Path:
    """The root of the course: `directory` if given, else $GRADER_COURSE, else the nearest folder upwards of
    `start` with a rubric.

    Raises:
        UsageError: there is none.
    """
    chosen = directory or (Path(os.environ["GRADER_COURSE"]) if os.environ.get("GRADER_COURSE") else None)
    if chosen is not None:
        if not (chosen / RUBRIC).is_file():
            raise UsageError(f"{chosen} is no course: it holds no {RUBRIC}")
        return chosen.resolve()
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / RUBRIC).is_file():
            return folder
    raise UsageError(f"no course found: no {RUBRIC} in {start.resolve()} or above; name one with --course DIR")


def load_course(root: Path, rubric: Path | None = None) -> Course:
    """Reads the rubric (another than the course's own if given); assignments are imported on demand.

    Raises:
        CourseError: the rubric is invalid; with line, column and the nearest valid key.
    """
    path = rubric or root / RUBRIC
    return Course(root, path, read_rubric(path))


@dataclass(frozen=True, slots=True)
class _Agreement:
    """Every question and check stands both in the rubric and in the assignment."""

    course: Course
    name: str
    path: Path | None

    def settle(self, questions: Sequence[Question]) -> None:
        declared = {item.id: item for item in questions}
        in_rubric = self.course.rubric.assignments[self.name].questions
        for key in in_rubric:
            if key not in declared:
                raise self._fault(("questions", key), f"the assignment has no question {key!r}", key, list(declared))
        for key, item in declared.items():
            if key not in in_rubric:
                raise CourseError(f"question {key!r} has no points in {self.course.rubric_path.name}", self.path)
            self._settle_checks(item, in_rubric[key])
            self._settle_carries(item, in_rubric[key], questions)
            if item.claim is not None and in_rubric[key].derivation is None:
                words = f"question {key} has a claim to prove, and no points for a `derivation`"
                raise self._fault(("questions", key), words, "", [])

    def _settle_checks(self, item: Question, rubric: QuestionRubric) -> None:
        declared = [check.id for check in item.checks]
        pointed: Mapping[str, object] = rubric.code.checks if rubric.code is not None else {}
        for key in pointed:
            if key not in declared:
                keys = ("questions", item.id, "code", "checks", key)
                raise self._fault(keys, f"question {item.id} has no check {key!r}", key, declared)
        for key in declared:
            if key not in pointed:
                message = f"question {item.id} gives no points to its check {key!r}"
                raise self._fault(("questions", item.id), message, key, [])

    def _settle_carries(self, item: Question, rubric: QuestionRubric, questions: Sequence[Question]) -> None:
        if rubric.code is None or not rubric.code.carry_forward:
            return
        carrying = [check for check in item.checks if isinstance(check, Check) and check.carry is not None]
        if not carrying:
            keys = ("questions", item.id, "code", "carry_forward")
            raise self._fault(keys, f"question {item.id} has nothing to carry: no check of it is @carried", "", [])
        for check in carrying:
            require_earlier(check, [one.function for one in _checks(questions)])

    def _fault(self, keys: tuple[str, ...], message: str, word: str, options: list[str]) -> CourseError:
        near = nearest(word, options)
        hint = f" (did you mean {near!r}?)" if near else f" (it has: {', '.join(options)})" if options else ""
        return self.course.rubric.error(message + hint, "assignments", self.name, *keys)


def _checks(questions: Sequence[Question]) -> list[AnyCheck]:
    return [check for item in questions for check in item.checks]


def _tied(questions: Sequence[Question]) -> tuple[Question, ...]:
    sheet = _checks(questions)
    return tuple(
        replace(item, checks=tuple(tied(one, sheet) if isinstance(one, Check) else one for one in item.checks))
        for item in questions
    )


def _proofs(places: Mapping[str, Declared]) -> dict[str, Path]:
    """By question: the derivations that are listed beside the module in which its claim is declared."""
    return {name: place.proofs for name, place in places.items() if place.proofs.is_file()}


def _unknown(name: str, options: list[str], path: Path) -> str:
    near = nearest(name, options)
    hint = f"did you mean {near!r}?" if near else f"there are: {', '.join(options)}"
    return f"{path.name} has no assignment {name!r}; {hint}"


def _file(name: str | None) -> Path | None:
    return Path(name) if name else None
