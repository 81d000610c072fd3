"""Results that are no answer at all, to every check of the course: refused in words, never ungraded."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.course.assignment import AnyCheck, Prepared, prepare_check, start
from grader.judge.case import MAX_ROUNDS
from grader.records import Call, CheckStatus, Gradient, Mode, Outcome, Returned
from grader.sandbox.plain import plain

SHEETS = ("ss2020_seminar2", "ss2021_seminar6", "ss2022_seminar7", "ss2023_seminar6", "fall2020_homework4")
CHECKS: dict[str, AnyCheck] = {
    f"{sheet}/{question.id}/{check.id}": check
    for sheet in SHEETS
    for question in import_module(f"assignments.{sheet}.assignment").QUESTIONS
    for check in question.checks
}


def nested(depth: int) -> Any:
    return 1.0 if depth == 0 else [nested(depth - 1)]


# As a student's function returns them, given the call's first argument.
ODD: dict[str, Callable[[Any], Any]] = {
    "None": lambda x: None,
    "nan": lambda x: float("nan"),
    "nan in the argument's shape": lambda x: np.full(np.shape(x), np.nan),
    "infinite in the argument's shape": lambda x: np.full(np.shape(x), np.inf),
    "huge in the argument's shape": lambda x: np.full(np.shape(x), 1e200),
    "a huge whole number": lambda x: 10**400,
    "a whole number beyond 64 bits": lambda x: [2**70],
    "text": lambda x: "0.5",
    "an array of text": lambda x: np.array(["a", "b"]),
    "complex": lambda x: np.ones(np.shape(x)) * 1j,
    "a complex number": lambda x: 1j,
    "half precision": lambda x: np.zeros(np.shape(x), np.float16),
    "objects": lambda x: np.array([None, 1.0], dtype=object),
    "an object": lambda x: object(),
    "a function": lambda x: np.sum,
    "ragged": lambda x: [[1.0], [1.0, 2.0]],
    "a ragged pair": lambda x: (np.ones(2), np.ones((2, 3))),
    "a pair with nothing": lambda x: (np.ones((1, np.size(x))), None),
    "a pair of empty arrays": lambda x: (np.zeros((0, 0)), np.zeros(0)),
    "a generator": lambda x: (number for number in [1.0, 2.0]),
    "deeply nested": lambda x: nested(40),
    "nested": lambda x: nested(5),
    "masked": lambda x: np.ma.masked_array(np.ones(2), mask=[True, False]),
    "all masked": lambda x: np.ma.masked,
    "a record": lambda x: np.zeros(2, dtype=[("a", float)]),
    "a date": lambda x: np.datetime64("2020-01-01"),
    "a mapping": lambda x: {"value": 1.0},
    "a set": lambda x: {1.0},
    "bytes": lambda x: b"1.0",
    "an empty list": lambda x: [],
    "an empty matrix": lambda x: np.zeros((0, 3)),
    "many axes": lambda x: np.zeros((1,) * 9),
}


@cache
def prepared(name: str) -> Prepared:
    return prepare_check(CHECKS[name], 0, name.partition("/")[0])


def verdict(name: str, answer: Callable[[Any], Any]) -> Any:
    """The verdict on a function that returns this, whatever it is asked; what a judge raises is raised."""
    dialogue = start(prepared(name))

    def reply(call: Call) -> Outcome:
        first = call.arguments[0]
        value = plain(answer(getattr(first, "array", first)))
        gradient = Gradient(is_tensor=False, requires_grad=False) if call.mode is Mode.GRADIENT else None
        return Returned(value, 0.0, gradient=gradient)

    try:
        calls = next(dialogue)
        for _ in range(MAX_ROUNDS):
            calls = dialogue.send([reply(call) for call in calls])
    except StopIteration as done:
        return done.value
    return SimpleNamespace(status=CheckStatus.UNDECIDED, message="not decided")


# Some 30 answers to each of 95 checks take minutes: those of one sheet always, the others in the long run.
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name.startswith(SHEETS[0]) else [pytest.mark.slow]) for name in CHECKS]
)
def test_odd_results_are_refused_in_words(name: str) -> None:
    for odd, answer in ODD.items():
        found = verdict(name, answer)
        assert found.status in (CheckStatus.FAILED, CheckStatus.UNSTABLE), (odd, found.message)
        assert found.message, odd
