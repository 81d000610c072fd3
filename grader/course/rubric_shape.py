"""What may stand in a rubric file, and what is said where something else does.

Importing this module imports pydantic. The models hold the keys as they are written; `grader.course.rubric`
merges the defaults into them and hands out plain records.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from grader.course.faults import Fault, unknown
from grader.course.yamltree import Key, Keys, Tree, zoned_time

SUM_TOLERANCE = 1e-9  # points: 0.1 + 0.2 is 0.3 here


def _said(message: str, key: str | None = None) -> PydanticCustomError:
    """A fault in our own words, at the value of `key` of the model that is being validated."""
    return PydanticCustomError("said", "{message}", {"message": message, "key": key})


def _due(value: Any) -> datetime:
    if not isinstance(value, str):
        raise _said(f"expected a time with a zone, got {_described(value)}")
    try:
        return zoned_time(value)
    except ValueError as error:
        raise _said(str(error)) from None


Points = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]
Size = Annotated[int, Field(gt=0, le=1_000_000)]
Words = Annotated[str, Field(min_length=1)]
# Ids become file names, column heads and parts of `2a/softmax`.
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]


class Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LimitsShape(Shape):
    load_seconds: Seconds | None = None
    question_seconds: Seconds | None = None
    call_seconds: Seconds | None = None
    memory_mb: Size | None = None
    output_kib: Size | None = None
    scratch_mb: Size | None = None


class IntakeLimitsShape(LimitsShape):
    """Of a whole submission: the archive's limits, too."""

    files: Size | None = None
    unpacked_mb: Size | None = None


class LateShape(Shape):
    policy: Literal["none", "fixed", "per_day"] | None = None
    percent: Percent | None = None
    grace_minutes: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] | None = None
    max_percent: Percent | None = None
    of: Literal["score", "points"] | None = None


class CheckShape(Shape):
    points: Points
    visibility: Literal["public", "hidden"] = "public"

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return {"points": value}
        if not isinstance(value, dict):
            raise _said(f"expected points, or a mapping with points, got {_described(value)}")
        return value


class CriterionShape(Shape):
    text: Words
    points: Points | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"text": value}
        if not isinstance(value, dict):
            raise _said(f"expected a text, or a mapping with a text, got {_described(value)}")
        return value


class CodeShape(Shape):
    points: Points
    checks: dict[Id, CheckShape]
    carry_forward: bool = False

    @model_validator(mode="after")
    def _sums(self) -> Self:
        _add_up(self.points, "checks", {name: check.points for name, check in self.checks.items()})
        return self


class DerivationShape(Shape):
    points: Points


class TextShape(Shape):
    points: Points
    criteria: Annotated[list[CriterionShape], Field(min_length=1)]

    @model_validator(mode="after")
    def _sums(self) -> Self:
        given = {str(number): one.points for number, one in enumerate(self.criteria, 1) if one.points is not None}
        total = math.fsum(given.values())
        if len(given) == len(self.criteria):
            _add_up(self.points, "criteria", given)
        elif total > self.points + SUM_TOLERANCE:
            raise _said(f"points: {self.points:g}, but the criteria add up to {total:g} already", "points")
        return self


class QuestionShape(Shape):
    points: Points
    limits: LimitsShape | None = None
    code: CodeShape | None = None
    derivation: DerivationShape | None = None
    text: TextShape | None = None

    @model_validator(mode="after")
    def _sums(self) -> Self:
        parts = {"code": self.code, "derivation": self.derivation, "text": self.text}
        points = {kind: part.points for kind, part in parts.items() if part is not None}
        if not points:
            raise _said("a question needs a part: code, derivation or text")
        _add_up(self.points, "parts", points)
        return self


class AssignmentShape(Shape):
    title: Words
    points: Points
    due: Annotated[datetime, BeforeValidator(_due)] | None = None
    late: LateShape | None = None
    limits: IntakeLimitsShape | None = None
    questions: dict[Id, QuestionShape]

    @model_validator(mode="after")
    def _sums(self) -> Self:
        _add_up(self.points, "questions", {key: question.points for key, question in self.questions.items()})
        return self


class DefaultsShape(Shape):
    limits: IntakeLimitsShape | None = None
    late: LateShape | None = None


class RubricShape(Shape):
    version: Annotated[Literal[1], Field(alias="schema")]
    defaults: DefaultsShape | None = None
    assignments: Annotated[dict[Id, AssignmentShape], Field(min_length=1)]


def read_shape(tree: Tree) -> RubricShape | list[Fault]:
    """The rubric as it is written, or everything that is wrong with it (never an empty list)."""
    try:
        shape = RubricShape.model_validate(tree.data)
    except ValidationError as error:
        return [*tree.faults, *(_fault(details, tree) for details in error.errors(include_url=False))]
    return list(tree.faults) or shape


def _add_up(points: float, what: str, each: Mapping[str, float]) -> None:
    total = math.fsum(each.values())
    if abs(total - points) > SUM_TOLERANCE:
        listed = ", ".join(f"{name} {value:g}" for name, value in each.items()) or "there are none"
        raise _said(f"points: {points:g}, but the {what} add up to {total:g} ({listed})", "points")


# --------------------------------------------------------------------------- faults

EXPECTED = {
    "float_type": "a number",
    "int_type": "a whole number",
    "string_type": "a text",
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "list_type": "a list",
    "finite_number": "a finite number",
}
BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "above"),
    "less_than_equal": ("le", "at most"),
}
AT_THE_KEY = ("extra_forbidden", "missing", "string_pattern_mismatch", "string_too_long")


def _fault(details: ErrorDetails, tree: Tree) -> Fault:
    keys: Keys = details["loc"]
    own_key = details.get("ctx", {}).get("key") if details["type"] == "said" else None
    way = tree.known(keys if own_key is None else (*keys, own_key))
    place = tree.keys[way] if details["type"] in AT_THE_KEY else tree.values[way]
    return Fault(*place, _message(details, keys))


def _message(details: ErrorDetails, keys: Keys) -> str:
    key = str(keys[-1]) if keys else ""
    match details["type"]:
        case "said":
            return str(details["ctx"]["message"])
        case "extra_forbidden":
            return unknown("key", key, _allowed_keys(keys[:-1]))
        case "missing":
            return f"missing key {key!r}"
        case "literal_error":
            return _not_an_option(key, details["input"], get_args(_annotation(keys)))
        case "string_pattern_mismatch":
            allowed = "letters, digits, . _ and - only, and begins with a letter or a digit"
            return f"the id {details['input']!r} may hold {allowed}"
        case _:
            return f"{key}: {_value_message(details)}" if key else _value_message(details)


def _value_message(details: ErrorDetails) -> str:
    kind, value = details["type"], _described(details["input"])
    if kind in EXPECTED:
        return f"expected {EXPECTED[kind]}, got {value}"
    if kind in BOUNDS:
        bound, words = BOUNDS[kind]
        return f"{value} is not allowed, must be {words} {details['ctx'][bound]:.9g}"
    return "must not be empty" if kind in {"too_short", "string_too_short"} else details["msg"]


def _not_an_option(key: str, value: Any, options: tuple[Any, ...]) -> str:
    if isinstance(value, str) and all(isinstance(option, str) for option in options):
        return unknown(key, value, options)
    return f"{key}: got {_described(value)}, allowed: {', '.join(str(option) for option in options)}"


def _described(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return f"the text {value[:40]!r}"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return f"{value:.9g}" if isinstance(value, float) else str(value)


# The models themselves say what is allowed at a place: the annotation is followed down the keys.


def _annotation(keys: Keys) -> Any:
    annotation: Any = RubricShape
    for key in keys:
        annotation = _below(_present(annotation), key)
    return _present(annotation)


def _below(annotation: Any, key: Key) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}[str(key)]
    return get_args(annotation)[-1]  # dict[Id, X] and list[X]


def _present(annotation: Any) -> Any:
    """`X` of `X | None` and of `Annotated[X, ...]`."""
    while (arguments := get_args(annotation)) and get_origin(annotation) not in {dict, list, Literal}:
        annotation = arguments[0]
    return annotation


def _allowed_keys(keys: Keys) -> list[str]:
    model = _annotation(keys)
    return [field.alias or name for name, field in model.model_fields.items()]
