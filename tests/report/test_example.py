from __future__ import annotations

import ast
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from grader.report.example import call, described


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
