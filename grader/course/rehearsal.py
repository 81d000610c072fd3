"""Answering a check's dialogue with the course's own code, in this process: how a course is validated."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.course.assignment import Prepared, start
from grader.course.blame import FAULTS, innermost, raised, where
from grader.course.cases import build
from grader.errors import CourseError
from grader.judge.assess import ValueCheck
from grader.judge.case import MAX_ROUNDS
from grader.judge.formulas import UNDEFINED
from grader.judge.rounding import as_answer
from grader.records import Call, Gradient, Mode, Outcome, Raised, Returned, Verdict


@dataclass(frozen=True, slots=True)
class Actor:
    """Stands for a student's function: its value, and for torch functions the gradients with respect to the leaves."""

    answer: Callable[..., Any]
    gradients: Callable[..., Any] | None = None
    single: bool = False  # works in single precision, as students do


def rehearse(prepared: Prepared, actor: Actor) -> Verdict:
    """The verdict on this function.

    Raises:
        CourseError: the dialogue did not end within its rounds.
    """
    # What fails needs no smallest input here, only its verdict.
    dialogue = start(replace(prepared, shrinking_rounds=0) if isinstance(prepared, ValueCheck) else prepared)
    try:
        calls = next(dialogue)
        for _ in range(MAX_ROUNDS):
            calls = dialogue.send([outcome_of(actor, call) for call in calls])
    except StopIteration as done:
        verdict: Verdict = done.value
        return verdict
    raise CourseError(f"the check of `{prepared.function}` did not end within {MAX_ROUNDS} rounds")


def outcome_of(actor: Actor, call: Call) -> Outcome:
    """What the function comes to on one call, as the sandbox would report it."""
    arguments = [_argument(actor, build(value)) for value in call.arguments]
    try:
        with np.errstate(all="ignore"):
            value = plain_value(actor.answer(*arguments))
            gradient = _gradient(actor, call, arguments) if call.mode is Mode.GRADIENT else None
    except UNDEFINED as fault:  # of a trivial or mistaken answer, as a student's process would report it
        return Raised(type(fault).__name__, str(fault))
    return Returned(value, 0.0, gradient=gradient)


def _argument(actor: Actor, value: Any) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    return value.astype(np.float32) if actor.single and value.dtype.kind == "f" else value.copy()


def _gradient(actor: Actor, call: Call, arguments: list[Any]) -> Gradient:
    if actor.gradients is None:
        return Gradient(is_tensor=True, requires_grad=False)
    seeded = arguments if call.cotangent is None else [*arguments, call.cotangent]
    found = as_answer(actor.gradients(*seeded))
    gradients = found if isinstance(found, tuple) else (found,)
    return Gradient(is_tensor=True, requires_grad=True, gradients=tuple(np.asarray(one) for one in gradients))


def raised_by(function: Callable[..., Any], arguments: Iterable[Any]) -> str | None:
    """What a mistake raises on these arguments, and where: `TypeError: … (kl.py, line 12)`."""
    try:
        with np.errstate(all="ignore"):
            function(*arguments)
    except FAULTS as error:
        path, line = innermost(error) or where(inspect.unwrap(function))
        return raised(error) + (f" ({path.name}, line {line})" if path else "")
    return None


def plain_value(value: Any) -> Any:
    """As it would come over the wire: tuples as lists, NumPy scalars as arrays."""
    if isinstance(value, tuple):
        return [plain_value(item) for item in value]
    return np.asarray(value) if isinstance(value, np.generic) else value
