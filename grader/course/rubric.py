"""The rubric: points, visibility, limits, late policy and the criteria for texts. No mathematics.

`read_rubric` reads `rubric.yaml`, merges the defaults into every assignment and question, and hands out
frozen records. Whatever is wrong with the file is said at once, at its lines and columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course.faults import Fault, course_error, nearest
from grader.course.yamltree import Key, Keys, Place, Tree, read_tree
from grader.errors import CourseError
from grader.records import Limits, PartKind, Visibility

if TYPE_CHECKING:
    from grader.course import rubric_shape as shapes

__all__ = [
    "ArchiveLimits",
    "AssignmentRubric",
    "Base",
    "CheckRubric",
    "CodeRubric",
    "Criterion",
    "DerivationRubric",
    "LatePolicy",
    "PartRubric",
    "Policy",
    "QuestionRubric",
    "Rubric",
    "TextRubric",
    "nearest",
    "read_rubric",
]


class Policy(StrEnum):
    """How lateness costs points."""

    NONE = "none"
    FIXED = "fixed"  # once, however late
    PER_DAY = "per_day"  # for every started day


class Base(StrEnum):
    """What a penalty is a percentage of."""

    SCORE = "score"  # the points the submission earned
    POINTS = "points"  # the points the assignment is worth


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """`percent` once or per day, nothing within `grace_minutes` of the due time, at most `max_percent`."""

    policy: Policy = Policy.NONE
    percent: float = 0.0
    grace_minutes: float = 0.0
    max_percent: float = 100.0
    of: Base = Base.SCORE


MEANINGFUL: Mapping[Policy, frozenset[str]] = {
    Policy.NONE: frozenset(),
    Policy.FIXED: frozenset({"percent", "grace_minutes", "of"}),
    Policy.PER_DAY: frozenset({"percent", "grace_minutes", "of", "max_percent"}),
}


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much a submission may unpack to."""

    files: int = 1000
    unpacked_mb: int = 200


@dataclass(frozen=True, slots=True)
class CheckRubric:
    points: float
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class CodeRubric:
    """`checks` by name, in the file's order; with `carry_forward` an error is charged only where it arose."""

    points: float
    checks: Mapping[str, CheckRubric]
    carry_forward: bool = False


@dataclass(frozen=True, slots=True)
class DerivationRubric:
    points: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a marker looks for, and the points it brings if the rubric says so."""

    text: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class TextRubric:
    points: float
    criteria: tuple[Criterion, ...]


PartRubric = CodeRubric | DerivationRubric | TextRubric


@dataclass(frozen=True, slots=True)
class QuestionRubric:
    points: float
    limits: Limits = field(default_factory=Limits)
    code: CodeRubric | None = None
    derivation: DerivationRubric | None = None
    text: TextRubric | None = None

    @property
    def parts(self) -> Mapping[PartKind, PartRubric]:
        """The parts that the question has, in the order code, derivation, text."""
        every = {PartKind.CODE: self.code, PartKind.DERIVATION: self.derivation, PartKind.TEXT: self.text}
        return {kind: part for kind, part in every.items() if part is not None}


@dataclass(frozen=True, slots=True)
class AssignmentRubric:
    """One assignment; `questions` in the order of the file, `limits` those that hold while loading."""

    title: str
    points: float
    questions: Mapping[str, QuestionRubric]
    due: datetime | None = None
    late: LatePolicy = field(default_factory=LatePolicy)
    limits: Limits = field(default_factory=Limits)
    archive: ArchiveLimits = field(default_factory=ArchiveLimits)


@dataclass(frozen=True, slots=True)
class Rubric:
    """A whole file, and where everything stands in it."""

    path: Path
    assignments: Mapping[str, AssignmentRubric]
    places: Mapping[Keys, Place] = field(default_factory=dict, repr=False)

    def place(self, *keys: Key) -> Place | None:
        """Line and column, both from 1, of the last of `keys`; None where the file has no such key."""
        return self.places.get(keys)

    def error(self, message: str, *keys: Key) -> CourseError:
        """A mistake found later, at the last of these keys that the file has."""
        ways = (keys[:length] for length in range(len(keys), 0, -1))
        place = next(filter(None, (self.place(*way) for way in ways)), (None, None))
        return CourseError(message, self.path, *place)


def read_rubric(path: Path) -> Rubric:
    """Read and check a rubric file.

    Raises:
        CourseError: placed at the first mistake; its message lists all others with their places.
    """
    # Late: pydantic takes longer to import than the file takes to read, and only this function needs it.
    from grader.course.rubric_shape import read_shape

    tree = read_tree(path)
    shape = read_shape(tree)
    if isinstance(shape, list):
        raise course_error(path, shape)
    faults: list[Fault] = []
    assignments = _Merging(tree, faults).assignments(shape)
    if faults:
        raise course_error(path, faults)
    return Rubric(path, assignments, tree.keys)


@dataclass(frozen=True, slots=True)
class _Merging:
    """From what is written to what holds: the defaults, then the assignment's keys, then the question's."""

    tree: Tree
    faults: list[Fault]

    def assignments(self, shape: shapes.RubricShape) -> Mapping[str, AssignmentRubric]:
        limits = _given(shape.defaults.limits if shape.defaults else None)
        late = _given(shape.defaults.late if shape.defaults else None)
        self._meaningful(("defaults", "late"), late.get("policy"), late)
        return {name: self._assignment(name, one, limits, late) for name, one in shape.assignments.items()}

    def _assignment(
        self, name: str, shape: shapes.AssignmentShape, limits: Mapping[str, Any], late: Mapping[str, Any]
    ) -> AssignmentRubric:
        merged = {**limits, **_given(shape.limits)}
        intake = {key: merged.pop(key) for key in ("files", "unpacked_mb") if key in merged}
        return AssignmentRubric(
            title=shape.title,
            points=shape.points,
            due=shape.due,
            late=self._late(("assignments", name, "late"), _given(shape.late), late),
            limits=replace(Limits(), **merged),
            archive=replace(ArchiveLimits(), **intake),
            questions={key: _question(one, merged) for key, one in shape.questions.items()},
        )

    def _late(self, keys: Keys, own: Mapping[str, Any], inherited: Mapping[str, Any]) -> LatePolicy:
        given = {**inherited, **own}
        policy = Policy(given.get("policy", Policy.NONE))
        self._meaningful(keys, given.get("policy"), own)
        way = keys if own else ("defaults", "late")
        if given and "policy" not in given:
            self.faults.append(Fault(*self.tree.keys[way], "missing key 'policy' under `late`"))
        elif policy is not Policy.NONE and "percent" not in given:
            words = f"missing key 'percent' under `late`: the policy {str(policy)!r} needs it"
            self.faults.append(Fault(*self.tree.keys[way], words))
        # What an assignment inherits for another policy than its own falls away.
        kept = {key: value for key, value in given.items() if key in MEANINGFUL[policy]}
        return replace(LatePolicy(policy), **kept | {"of": Base(kept.get("of", Base.SCORE))})

    def _meaningful(self, keys: Keys, policy: str | None, written: Mapping[str, Any]) -> None:
        """A percentage under `policy: none` is a slip, one way or the other."""
        if policy is None:
            return
        for key in sorted(written.keys() - MEANINGFUL[Policy(policy)] - {"policy"}):
            message = f"{key!r} means nothing under the policy {str(policy)!r}"
            self.faults.append(Fault(*self.tree.keys[(*keys, key)], message))


def _given(shape: shapes.LimitsShape | shapes.LateShape | None) -> dict[str, Any]:
    return {} if shape is None else shape.model_dump(exclude_none=True)


def _question(shape: shapes.QuestionShape, limits: Mapping[str, Any]) -> QuestionRubric:
    code, derivation, text = shape.code, shape.derivation, shape.text
    return QuestionRubric(
        points=shape.points,
        limits=replace(Limits(), **{**limits, **_given(shape.limits)}),
        code=None if code is None else CodeRubric(code.points, _checks(code.checks), code.carry_forward),
        derivation=None if derivation is None else DerivationRubric(derivation.points),
        text=None if text is None else TextRubric(text.points, _criteria(text.criteria)),
    )


def _checks(checks: Mapping[str, shapes.CheckShape]) -> Mapping[str, CheckRubric]:
    return {name: CheckRubric(one.points, Visibility(one.visibility)) for name, one in checks.items()}


def _criteria(criteria: Sequence[shapes.CriterionShape]) -> tuple[Criterion, ...]:
    return tuple(Criterion(one.text, one.points) for one in criteria)
