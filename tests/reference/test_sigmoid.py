"""The logistic sigmoid and its logarithm."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.oracle import ball
from reference.sigmoid import log_sigmoid, sigmoid


def test_hand_computed() -> None:
    # S(log 3) = 1 / (1 + 1/3) = 3/4
    x = np.array([0.0, np.log(3.0), -np.log(3.0)])
    np.testing.assert_allclose(sigmoid(x), [0.5, 0.75, 0.25], rtol=1e-15)
    np.testing.assert_allclose(log_sigmoid(x), np.log([0.5, 0.75, 0.25]), rtol=1e-15)


def test_far_out() -> None:
    x = np.array([-1e4, 1e4, 40.0])
    np.testing.assert_array_equal(sigmoid(x), [0.0, 1.0, 1.0])
    # log S(40) = -log(1 + e^-40) = -e^-40 to first order
    np.testing.assert_allclose(log_sigmoid(x), [-1e4, 0.0, -np.exp(-40.0)], rtol=1e-15)


@settings(deadline=None)
@given(st.floats(-800.0, 800.0))
def test_against_the_definition(x: float) -> None:
    exact = ball.exactly(lambda: [ball.sigmoid(ball.vector([x])[0]), ball.sigmoid(ball.vector([x])[0]).log()])()
    # Where e^x itself is below the normal floats, only its absolute size is kept.
    assert sigmoid(np.array(x)) == pytest.approx(exact[0], rel=1e-13, abs=1e-307)
    assert log_sigmoid(np.array(x)) == pytest.approx(exact[1], rel=1e-13, abs=1e-307)


@settings(deadline=None)
@given(st.floats(-1e4, 1e4))
def test_both_sides_add_up(x: float) -> None:
    assert sigmoid(np.array(x)) + sigmoid(np.array(-x)) == pytest.approx(1.0, rel=1e-15)
    assert log_sigmoid(np.array(x)) - log_sigmoid(np.array(-x)) == pytest.approx(x, rel=1e-12)
