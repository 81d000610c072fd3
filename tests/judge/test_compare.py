from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge.case import Accepted
from grader.judge.compare import as_array, mismatch, show
from grader.records import Opaque

NAN, INF = float("nan"), float("inf")


def accepted(answer, allowed=1e-6):
    array = np.asarray(answer)
    return Accepted(array, np.full(array.shape, allowed))


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (1.0, 1.0),
        (1, 1.0),
        (np.float32(1.0).reshape(1), 1.0),
        (np.array([1.0]), 1.0),
        ([1.0, 2.0], [1.0, 2.0]),
        (np.array([1, 2]), [1.0, 2.0]),
        (np.array([1.0, 2.0], np.float32), [1.0, 2.0]),
        ([np.array(1.0), 2.0], [1.0, 2.0]),
        (True, 1),
        (np.array([NAN, INF, -INF]), [NAN, INF, -INF]),
        (np.zeros((0,)), np.zeros((0,))),
        ([], np.zeros((0,))),
        ([[1.0], [2.0]], [[1.0], [2.0]]),
    ],
)
def test_accepts(value, answer):
    assert mismatch(value, accepted(answer)) is None


@pytest.mark.parametrize(
    ("value", "answer", "words"),
    [
        (np.ones(3), 1.0, "shape (3,), expected ()"),
        (np.zeros(0), 1.0, "shape (0,)"),
        (NAN, 1.0, "got nan, expected 1"),
        (1.0, NAN, "got 1, expected nan"),
        (INF, -INF, "got inf, expected -inf"),
        (np.ones((3, 1)), np.ones(3), "shape (3, 1), expected (3,)"),
        (np.array([1.0]), np.ones((1, 1)), "shape (1,)"),
        (None, 1.0, "None (is a `return` missing?)"),
        ("1.0", 1.0, "a str"),
        (Opaque("builtins.object"), 1.0, "an object of type builtins.object"),
        (np.array([1.0 + 0j]), [1.0], "the result is complex, expected real numbers"),
        (np.array(["a"]), [1.0], "an array of <U1, expected numbers"),
        (1j, [1.0], "is a complex, expected an array of shape (1,)"),
        (np.array([1.0], np.float16), [1.0], "too coarse"),
        ([[1.0], [2.0, 3.0]], [1.0, 2.0], "a list of 2 values that is no array"),
        (1.0 + 1e-5, 1.0, "allowed 1e-06"),
        (10**400, 1.0, "too large"),
    ],
)
def test_refuses(value, answer, words):
    found = mismatch(value, accepted(answer))
    assert found is not None
    assert words in found.message


def test_names_the_first_wrong_entry_and_how_many_differ():
    answer = np.zeros((3, 6))
    value = answer.copy()
    value[2, 5] = NAN
    found = mismatch(value, accepted(answer))
    assert found is not None
    assert found.message == "[2, 5]: got nan, expected 0 (1 of 18 differ; allowed 1e-06)"


def test_tuples_are_compared_part_by_part():
    pair = Accepted((np.zeros(2), np.asarray(True)), (np.full(2, 1e-6), np.zeros(())))
    assert mismatch([np.zeros(2), True], pair) is None
    two = Accepted((np.asarray(1.0), np.asarray(2.0)), (np.asarray(1e-6),) * 2)
    assert mismatch(np.array([1, 2], np.float32), two) is None
    assert mismatch(np.array([1, 3], np.float32), two) is not None
    wrong = mismatch([np.zeros(2), False], pair)
    assert wrong is not None
    assert "part 2 of the result: got 0, expected 1" in wrong.message.replace("False", "0").replace("True", "1")
    for short in ([np.zeros(2)], np.asarray(1.0), None):
        found = mismatch(short, pair)
        assert found is not None
        assert "expected 2 values" in found.message


@given(st.lists(st.floats(), min_size=1, max_size=5))
def test_a_value_always_equals_itself_and_never_a_shifted_one(numbers):
    array = np.asarray(numbers)
    assert mismatch(array, accepted(array, 0.0)) is None
    shifted = np.where(np.isnan(array), 0.0, -np.clip(array, -1e300, 1e300) + 1)
    close = np.abs(shifted - np.clip(array, -1e300, 1e300)) <= 1e-6
    if not close.all():
        assert mismatch(shifted, accepted(array)) is not None


@given(st.recursive(st.none() | st.floats() | st.text(max_size=3) | st.integers(), lambda x: st.lists(x, max_size=3)))
def test_never_raises_whatever_comes_back(value):
    mismatch(value, accepted([1.0, 2.0]))
    assert as_array(value) is not None


@pytest.mark.parametrize(
    ("got", "expected", "allowed", "message"),
    [
        (1 / 3 + 1e-10, 1 / 3, 1e-12, "got 0.3333333334, expected 0.3333333333 (off by 1e-10, allowed 1e-12)"),
        (0.99330716, 0.99330715, 7e-9, "got 0.99330716, expected 0.99330715 (off by 1e-08, allowed 7e-09)"),
        (0.99330721, 0.99330714, 7e-9, "got 0.99330721, expected 0.99330714 (off by 7e-08, allowed 7e-09)"),
        (1 + 2**-52, 1.0, 0.0, "got 1.0000000000000002, expected 1 (off by 2.22e-16, allowed 0)"),
        (1.001, 1.0, 1e-4, "got 1.001, expected 1 (allowed 0.0001)"),
        (1e-300, 0.0, 0.0, "got 1e-300, expected 0 (allowed 0)"),
        (NAN, 1.0, 1e-4, "got nan, expected 1 (allowed 0.0001)"),
        (INF, 1.0, 1e-4, "got inf, expected 1 (allowed 0.0001)"),
        (1.0, INF, 1e-4, "got 1, expected inf (allowed 0.0001)"),
        (-1e308, 1e308, 1e300, "got -1e+308, expected 1e+308 (allowed 1e+300)"),
        (2**60 + 1, 2.0**60, 0.0, None),
        (True, 0.0, 0.0, "got True, expected 0 (allowed 0)"),
    ],
)
def test_shows_as_many_digits_as_tell_by_how_much_numbers_differ(got, expected, allowed, message):
    found = mismatch(got, Accepted(np.asarray(expected), np.asarray(allowed)))
    assert (found and found.message) == message


def test_shows_no_sign_on_zero():
    assert show(-0.0) == "0"
    assert show(-1.5) == "-1.5"


def test_shows_enough_digits():
    assert show(np.float64(0.1 + 0.2)) == "0.3"
    assert show(True) == "True"
    assert show(3) == "3"


def test_no_shape_is_asked_for_where_the_dtype_is_wrong():
    for value in (np.zeros(2, np.float16), np.zeros(2) * 1j, np.array(["a", "b"])):
        found = mismatch(value, accepted(np.zeros(0)))
        assert found is not None
        assert "shape" not in found.message
