from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import CheckStatus
from grader.report.example import answered, call, described


def test_what_the_judge_wrote_is_taken(make: Any) -> None:
    assert call(make.counterexample(), 100) == "softmax(np.array([0.0, 1000.0]))"


def test_otherwise_arguments_by_position_as_graders_pass_them(make: Any) -> None:
    arguments = {"W": [[0.0, "nan"], ["inf", "-inf"]], "i": 2, "flag": True, "name": "x", "nothing": None}
    assert call(make.counterexample(paste="", call="f", arguments=arguments), 200) == (
        "f(np.array([[0.0, np.nan], [np.inf, -np.inf]]), 2, True, 'x', None)"
    )


def test_functions_of_the_course_go_by_name_and_are_described(make: Any) -> None:
    example = make.counterexample(paste="", arguments={"phi": [1.0], "log_p": {"form": "quadratic", "a": [1.0]}})
    assert call(example, 200) == "softmax(np.array([1.0]), log_p)"
    assert described(example, 100) == [("log_p", "{form: quadratic, a: [1.0]}")]


ENDINGS = [
    (CheckStatus.ERROR, "the function raised AxisError: axis 1 (cell 6, line 3, in f)", "raised AxisError"),
    (CheckStatus.UNSTABLE, "the function raised ValueError", "raised ValueError"),
    (CheckStatus.TIMEOUT, "your function was stopped after 10 s on an input of 20 numbers", "stopped after 10 s"),
    (CheckStatus.TIMEOUT, "the 30 s for this question were used up", "took too long"),
    (CheckStatus.MEMORY, "it needed more than 1 GB of memory", "used too much memory"),
    (CheckStatus.CRASHED, "the process crashed with a segmentation fault", "crashed"),
    (CheckStatus.FAILED, "some estimates are not finite", "no single value: see above"),
    (CheckStatus.FAILED, "got None (is a `return` missing?), expected a number", None),
    (CheckStatus.FAILED, "", None),
]


@pytest.mark.parametrize(("status", "message", "got"), ENDINGS)
def test_what_never_came_back_did_not_return_none(
    make: Any, status: CheckStatus, message: str, got: str | None
) -> None:
    check = make.check(status=status, message=message, counterexample=make.counterexample(got=None))
    example = answered(check, (check,))
    assert example is not None
    assert (example.got, example.expected) == (got, [0.0, 1.0])
    other = make.check(id="5/other", status=status, message="as in 2a/stable", counterexample=check.counterexample)
    assert answered(other, (check, other)) == example


def test_values_are_left_as_they_are(make: Any) -> None:
    check = make.check(status=CheckStatus.UNSTABLE, message="raised nothing: stopped after 10 s")
    assert answered(check, ()) is check.counterexample
    assert answered(make.passed(), ()) is None


def test_long_calls_say_how_much_is_missing(make: Any) -> None:
    assert "characters left out" in call(make.counterexample(paste="f(" + "1," * 5000 + ")"), 100)
    assert len(call(make.counterexample(paste="", arguments={"x": [1.0] * 5000}), 100)) < 150


plain = st.recursive(
    st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(["nan", "inf", "-inf"]) | st.integers(),
    st.lists,
    max_leaves=8,
)


@given(plain)
def test_what_is_pasted_is_the_argument(make: Any, value: Any) -> None:
    text = call(make.counterexample(call="f", paste="", arguments={"x": value}), 10_000)
    (argument,) = ast.parse(text, mode="eval").body.args  # type: ignore[attr-defined]
    if isinstance(argument, ast.Call):
        (argument,) = argument.args
    source = ast.unparse(argument)
    found = eval(source, {"np": np})  # the test's own text, made of numbers
    assert as_words(found) == value


def as_words(value: Any) -> Any:
    if isinstance(value, list):
        return [as_words(item) for item in value]
    return str(value) if isinstance(value, float) and not np.isfinite(value) else value
