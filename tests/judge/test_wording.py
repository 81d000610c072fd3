from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.judge.wording import paste, plain, unsigned
from grader.records import FunctionArg, Opaque, RngArg, TensorArg


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"x": np.array([0.0, 1000.0])}, "f(np.array([0., 1000.]))"),
        ({"x": np.array([np.nan, -np.inf])}, "f(np.array([np.nan, -np.inf]))"),
        ({"w": 0.5, "i": 3, "b": True, "s": "a"}, "f(0.5, 3, True, 'a')"),
        ({"x": float("-inf")}, "f(-np.inf)"),
        ({"x": np.zeros((0, 2))}, "f(np.zeros((0, 2)))"),
        (
            {"t": TensorArg(np.ones(1), True)},
            "f(torch.tensor([1.], dtype=torch.float64, requires_grad=True))",
        ),
        ({"rng": RngArg(5)}, "f(np.random.default_rng(5))"),
        ({"log_p": FunctionArg("form", {})}, "f(log_p)"),
        ({"x": np.zeros(100)}, "f(np.zeros(100))"),
        ({"i": np.zeros(0, dtype=int)}, 'f(np.zeros(0, dtype="int64"))'),
        ({"W": np.ones((9, 9))}, "f(W)"),
        (
            {"t": TensorArg(np.zeros(0), True)},
            "f(torch.tensor(np.zeros(0), dtype=torch.float64, requires_grad=True))",
        ),
    ],
)
def test_pastes(arguments, text):
    assert paste("f", arguments) == text


@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=2, max_side=4)))
def test_what_is_pasted_is_the_input(array):
    source = paste("f", {"x": array})
    assert np.array_equal(eval(source, {"np": np, "f": lambda x: x}), array, equal_nan=True)


ARRAYS = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.bool_]), hnp.array_shapes(min_dims=0, min_side=0, max_side=9)
)
ARGUMENTS = st.one_of(
    ARRAYS,
    st.builds(TensorArg, ARRAYS, st.booleans()),
    st.builds(RngArg, st.integers(0, 2**32)),
    st.just(FunctionArg("form", {})),
    st.sampled_from([np.ones(65), TensorArg(np.ones((9, 9)), True)]),
    st.floats() | st.integers() | st.booleans() | st.text() | st.none(),
)


@given(st.dictionaries(st.sampled_from(["x", "W", "log_p"]), ARGUMENTS))
def test_every_paste_is_an_expression(arguments):
    compile(paste("f", arguments), "paste", "eval")


@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=2, max_side=9)))
def test_plain_is_strict_json(array):
    json.dumps(plain({"x": array, "y": [array, None, Opaque("a.B"), 1j]}), allow_nan=False)


def test_large_values_are_cut():
    assert plain(np.zeros(1000)) == {"shape": [1000], "first": [0.0] * 8}
    assert len(plain([0.0] * 1000)) <= 65


def test_zeros_of_an_answer_have_no_sign():
    pair = [np.array([[-0.0, 1.0]]), {"a": -0.0}, np.full(100, -0.0), -0.0]
    assert "-" not in json.dumps(unsigned(pair))
    assert unsigned(np.array([-1.5, np.nan, -np.inf])) == [-1.5, "nan", "-inf"]
    assert unsigned([3, True, None, "-0.0"]) == [3, True, None, "-0.0"]


def test_zeros_of_an_argument_keep_theirs():
    assert json.dumps(plain(np.array([-0.0]))) == "[-0.0]"
    assert paste("f", {"x": np.array([-0.0])}) == "f(np.array([-0.]))"
