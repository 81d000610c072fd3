from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.errors import GraderError
from grader.kit.values import packed, unpacked
from grader.records import FunctionArg, RngArg, TensorArg

DTYPES = st.sampled_from(["float64", "float32", "int64", "bool", "complex128"])
ARRAYS = DTYPES.flatmap(lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, min_side=0, max_side=4)))
NUMBERS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


def through_json(value):
    return unpacked(json.loads(json.dumps(packed(value), allow_nan=False)))


def same(first, second):
    if isinstance(first, tuple):
        return isinstance(second, tuple) and len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()
    return type(first) is type(second) and repr(first) == repr(second)


@given(ARRAYS)
def test_arrays_come_back_to_the_bit(array):
    back = through_json(array)
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert np.array_equal(back, array, equal_nan=True)
    if array.dtype.kind == "f":
        known = ~np.isnan(array)  # the bits of nan say nothing
        assert np.array_equal(np.signbit(back)[known], np.signbit(array)[known])


@given(NUMBERS)
def test_plain_values_come_back(value):
    assert same(through_json(value), value)


@given(
    st.recursive(
        ARRAYS.filter(lambda a: not np.isnan(a.astype(complex)).any()),
        lambda inner: st.tuples(inner, inner),
        max_leaves=4,
    )
)
def test_tuples_of_answers_come_back(answer):
    assert same(through_json(answer), answer)


def test_what_students_are_called_with_comes_back():
    tensor = through_json(TensorArg(np.array([[1.0, np.inf]]), requires_grad=True))
    assert tensor.requires_grad
    assert np.array_equal(tensor.array, [[1.0, np.inf]])
    assert through_json(RngArg(7)) == RngArg(7)
    function = through_json(FunctionArg("bernoulli_decoder", {"A": np.eye(2), "b": np.zeros(2)}))
    assert function.form == "bernoulli_decoder"
    assert np.array_equal(function.parameters["A"], np.eye(2))


def test_equal_numbers_are_written_once():
    assert packed(np.full(1000, 0.5)) == {"array": [[1000], "float64", 0.5]}
    assert packed(np.array([0.0, -0.0])) == {"array": [[2], "float64", [0.0, -0.0]]}


@pytest.mark.parametrize("value", [object(), np.array(["a"]), np.array([object()]), b"bytes", 1j, {"a": 1}])
def test_what_is_no_data_is_refused(value):
    with pytest.raises(GraderError, match="has no form as data"):
        packed(value)


@pytest.mark.parametrize(
    "data",
    [
        "infinity",
        {"array": [[2], "float64", [1.0]]},
        {"array": [[1], "object", [1]]},
        {"code": "1"},
        {},
        {"a": 1, "b": 2},
    ],
)
def test_what_is_no_value_is_refused(data):
    with pytest.raises(GraderError, match="is no value of a kit"):
        unpacked(data)
