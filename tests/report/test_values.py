from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.values import MAX_DEPTH, exactly, literal, number, plain, points


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10.0, "10"),
        (71.5, "71.5"),
        (10 / 3, "3.33"),
        (0.0, "0"),
        (-0.001, "0"),
        (-2.5, "-2.5"),
        (100.0, "100"),
        (0.999, "1"),
    ],
)
def test_points(value: float, text: str) -> None:
    assert points(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.0"), (1000.0, "1000.0"), (0.3333333333, "0.333333"), (-3.0485873515737, "-3.04859"), (1e-300, "1e-300"),
        (math.nan, "nan"), (-math.inf, "-inf"), ("nan", "nan"), (True, "True"), (None, "None"), (7, "7"),
        (10**400, "an integer of 1,329 bits"), (object(), "an object of type object"),
    ],
)  # fmt: skip
def test_number(value: Any, text: str) -> None:
    assert number(value) == text


def test_exactly_has_every_digit() -> None:
    assert exactly(0.1 + 0.2) == "0.30000000000000004"
    assert exactly(3) == "3"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([0.0, "nan"], "[0.0, nan]"),
        ([[1.0], [2.0]], "[[1.0], [2.0]]"),
        ({"form": "quadratic", "a": [1]}, "{form: quadratic, a: [1]}"),
        ({"shape": [1000, 2], "first": [1.0, 2.0]}, "array of shape (1000, 2), beginning with [1.0, 2.0]"),
        ({"shape": 7, "first": None}, "{shape: 7, first: None}"),
        ({"shape": ["x"], "first": {}}, "array of shape ('x',), beginning with {}"),
        ([], "[]"),
        (list(range(20)), "[0, 1, 2, 3, 4, 5, … 12 more …, 18, 19]"),
    ],
)
def test_literal(value: Any, text: str) -> None:
    assert literal(value, 100, items=8) == text


def test_literal_of_a_million_numbers_is_short() -> None:
    assert len(literal([1.5] * 1_000_000, 500)) <= 500
    assert len(literal(["x" * 1_000_000] * 3, 500)) <= 500


def test_depth_is_bounded() -> None:
    value: Any = 1
    for _ in range(10_000):
        value = [value]
    assert str(plain(value)).count("[") == MAX_DEPTH + 1
    assert literal(value, 200).count("[") == MAX_DEPTH + 1


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.integers(10**400, 10**401)
)
nested = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner), max_leaves=10
)


@given(nested)
def test_plain_values_are_strict_json_and_stay_as_they_are(value: Any) -> None:
    once = plain(value)
    json.dumps(once, allow_nan=False)
    assert plain(once) == once


@given(nested, st.integers(1, 200))
def test_literal_keeps_its_limit(value: Any, limit: int) -> None:
    assert len(literal(value, limit)) <= limit
