from __future__ import annotations

from collections import Counter, OrderedDict, deque
from enum import IntEnum
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import Opaque
from grader.sandbox.plain import MAX_DEPTH, is_tensor, plain, type_name
from grader.sandbox.wire import Numbers


class Colour(IntEnum):
    RED = 3


class LyingMeta(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]
        return "ndarray"

    def __instancecheck__(cls, _: object) -> bool:
        return True


class Lying(metaclass=LyingMeta):
    @property
    def __class__(self) -> Any:
        return np.ndarray


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (Colour.RED, 3),
        (np.float64(1.5), np.array(1.5)),
        ((1, (2.0, "x")), [1, [2.0, "x"]]),
        (OrderedDict(a=1), {"a": 1}),
        (Counter("aa"), {"a": 2}),
        (deque([1]), [1]),
        ({1.5: 2, None: 3, True: 4}, {1.5: 2, None: 3, True: 4}),
    ],
)
def test_values_and_their_plain_forms(value: Any, expected: Any) -> None:
    result = plain(value)
    assert type(result) is type(expected)
    assert np.all(result == expected)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({1, 2}, "set"),
        (frozenset(), "frozenset"),
        (iter([]), "list_iterator"),
        (object, "type"),
        (b"x", "bytes"),
        (1 << 9000, "int of 9,001 bits"),
        ("x" * 70_000, "str of 70,000 characters"),
        (np.array(["a"]), "numpy.ndarray of <U1"),
        (np.array([None]), "numpy.ndarray of object"),
        (np.datetime64("2020-01-01"), "numpy.ndarray of datetime64[D]"),
        (np.ma.array([1.0]), "numpy.ma.MaskedArray"),
        ({(1, 2): 3}, "dict with keys that are no plain values"),
        (range(10**9), "range of 1,000,000,000 items"),
        (Lying(), f"{__name__}.Lying"),
    ],
)
def test_what_has_no_plain_form_keeps_its_type_name(value: Any, name: str) -> None:
    assert plain(value) == Opaque(name)


def test_long_lists_of_numbers_are_packed_and_mixed_ones_are_not() -> None:
    assert isinstance(plain([0.5] * 100), Numbers)
    assert isinstance(plain(list(range(100))), Numbers)
    assert isinstance(plain([0.5, 1] * 50), list)
    assert isinstance(plain([2**70] * 100), list)
    assert isinstance(plain([True] * 100), list)


def test_long_lists_of_anything_else_become_opaque() -> None:
    assert plain(["x"] * 100_001) == Opaque("list of 100,001 items")


def test_nesting_ends() -> None:
    value: Any = []
    value.append(value)
    for _ in range(MAX_DEPTH):
        inner = plain(value)
        assert isinstance(inner, list)
        value = value[0]
    deepest = plain(value, 0)
    assert isinstance(deepest, Opaque)
    assert "nested" in deepest.type_name


def test_wide_floats_become_float64() -> None:
    wide = plain(np.arange(2, dtype=np.longdouble))
    assert isinstance(wide, np.ndarray)
    assert wide.dtype == np.float64


def test_names_of_types() -> None:
    assert type_name(1) == "int"
    assert type_name(Lying()) == f"{__name__}.Lying"
    assert not is_tensor(np.zeros(1))


@given(st.floats())
def test_floats_pass_by_identity(value: float) -> None:
    assert plain(value) is value
