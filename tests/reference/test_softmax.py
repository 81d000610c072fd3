"""Softmax, its logarithm and the argmax indicator."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from reference.oracle import softmax as oracle
from reference.softmax import argmax_indicator, log_softmax, softmax

SCORES = arrays(np.float64, array_shapes(max_dims=3, max_side=5), elements=st.floats(-1e4, 1e4))


def test_hand_computed() -> None:
    # exp(0) : exp(log 3) = 1 : 3
    x = np.array([0.0, np.log(3.0)])
    np.testing.assert_allclose(softmax(x), [0.25, 0.75], rtol=1e-15)
    np.testing.assert_allclose(log_softmax(x), [-np.log(4.0), np.log(0.75)], rtol=1e-15)


def test_single_score() -> None:
    assert softmax(np.array([-1e4])).tolist() == [1.0]
    assert log_softmax(np.array([1e4])).tolist() == [0.0]


def test_over_the_last_axis() -> None:
    x = np.log(np.array([[[1.0, 3.0], [2.0, 2.0]], [[9.0, 1.0], [1.0, 4.0]]]))
    expected = [[[0.25, 0.75], [0.5, 0.5]], [[0.9, 0.1], [0.2, 0.8]]]
    np.testing.assert_allclose(softmax(x), expected, rtol=1e-15)
    np.testing.assert_allclose(log_softmax(x), np.log(expected), rtol=1e-14)


@pytest.mark.parametrize("shift", [1e6, -1e6, 1.0])
def test_unchanged_by_shifts_that_round_nothing(shift: float) -> None:
    x = np.random.default_rng(0).integers(-(2**20), 2**20, 6) * 2.0**-18
    assert softmax(x + shift).tolist() == softmax(x).tolist()
    assert log_softmax(x + shift).tolist() == log_softmax(x).tolist()


def test_scores_far_apart() -> None:
    x = np.array([1e4, 0.0, -1e4])
    assert softmax(x).tolist() == [1.0, 0.0, 0.0]
    assert log_softmax(x).tolist() == [0.0, -1e4, -2e4]


def test_minus_infinity_has_probability_0() -> None:
    x = np.array([0.0, -np.inf, 0.0])
    assert softmax(x).tolist() == [0.5, 0.0, 0.5]
    assert log_softmax(x)[1] == -np.inf


@settings(deadline=None, max_examples=60)
@given(SCORES)
def test_against_the_definition(x: np.ndarray) -> None:
    # Relative where nothing cancels; x - max rounds by 1e-16 of the scores.
    np.testing.assert_allclose(softmax(x), oracle.softmax(x), rtol=1e-11, atol=1e-300)
    np.testing.assert_allclose(log_softmax(x), oracle.log_softmax(x), rtol=1e-14, atol=1e-11)


@settings(deadline=None)
@given(SCORES)
def test_probabilities(x: np.ndarray) -> None:
    probabilities = softmax(x)
    assert probabilities.shape == x.shape
    assert (probabilities >= 0.0).all()
    assert (log_softmax(x) <= 0.0).all()
    np.testing.assert_allclose(probabilities.sum(axis=-1), 1.0, rtol=1e-14)


@settings(deadline=None)
@given(SCORES)
def test_the_maximisers_agree(x: np.ndarray) -> None:
    best = x.argmax(axis=-1)[..., np.newaxis]
    for values in (softmax(x), log_softmax(x)):
        assert (np.take_along_axis(values, best, axis=-1) == values.max(axis=-1, keepdims=True)).all()


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([3.0], [1.0]),
        ([1.0, 3.0, 2.0], [0.0, 1.0, 0.0]),
        ([3.0, 3.0, 2.0], [0.0, 0.0, 0.0]),
        ([0.0, 0.0], [0.0, 0.0]),
        ([-1.0, -2.0, -2.0], [1.0, 0.0, 0.0]),  # a tie below the maximum is none
        ([1e308, -1e308], [1.0, 0.0]),
    ],
)
def test_argmax_indicator(x: list[float], expected: list[float]) -> None:
    indicator = argmax_indicator(np.array(x))
    assert indicator.dtype == np.float64
    assert indicator.tolist() == expected


@settings(deadline=None)
@given(arrays(np.float64, st.integers(1, 6), elements=st.integers(-3, 3).map(float)))
def test_argmax_indicator_to_the_letter(x: np.ndarray) -> None:
    assert argmax_indicator(x).tolist() == oracle.argmax_indicator(x)


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_softmax_of_scaled_distinct_scores_approaches_the_indicator(order: list[int]) -> None:
    x = np.array(order, dtype=np.float64)
    gaps = [np.abs(softmax(s * x) - argmax_indicator(x)).max() for s in (1.0, 10.0, 1e3)]
    assert gaps[0] > gaps[1] > gaps[2] == 0.0
