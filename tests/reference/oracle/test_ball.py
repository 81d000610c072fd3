"""Ball arithmetic at rising precision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flint import arb, ctx

from reference.oracle import ball


def value(formula: Any) -> float:
    return ball.exactly(formula)()


def barely_above_zero() -> arb:
    """log(1 + e^-700), which is e^-700: it takes a thousand bits to see past the 1."""
    above_one = 1 + arb(-700).exp()
    return above_one.log()


def test_a_number_that_256_bits_cannot_tell() -> None:
    assert value(barely_above_zero) == pytest.approx(np.exp(-700.0), rel=1e-15)


def test_cancelling_to_zero() -> None:
    assert value(lambda: arb(2).log() + arb(3).log() - arb(6).log()) == 0.0


def test_below_the_smallest_float() -> None:
    assert value(lambda: arb(-1e4).exp()) == 0.0
    assert value(lambda: arb(2) ** -1074) == 5e-324


def test_infinities() -> None:
    assert value(arb.pos_inf) == np.inf
    assert value(arb.neg_inf) == -np.inf
    assert value(lambda: arb(1e300) * arb(1e300)) == np.inf


def test_nan_is_refused() -> None:
    with pytest.raises(ArithmeticError, match="not determined at 32768 bits"):
        value(arb.nan)


def test_a_ball_that_stays_large_is_refused() -> None:
    with pytest.raises(ArithmeticError, match="not determined"):
        value(lambda: arb(0, 1))


def test_the_precision_is_put_back() -> None:
    before = ctx.prec
    value(barely_above_zero)
    with pytest.raises(ArithmeticError):
        value(arb.nan)
    assert ctx.prec == before


def test_nested_results() -> None:
    third = arb(1) / 4
    assert value(lambda: [[third, third], []]) == [[0.25, 0.25], []]
    assert value(lambda: ([third], [third, arb(1)])) == ([0.25], [0.25, 1.0])


def test_one_large_ball_is_enough_to_go_on() -> None:
    assert value(lambda: [arb(1), barely_above_zero()])[1] > 0.0


def test_gradient() -> None:
    # ∂(x²y) = (2xy, x²); e^x at -700 changes by e^-700
    assert value(lambda: ball.gradient(lambda at: at[0] ** 2 * at[1], ball.vector([3.0, 5.0]))) == [30.0, 9.0]
    slope = value(lambda: ball.derivative(lambda at: 1 + at.exp(), arb(-700)))
    assert slope == pytest.approx(np.exp(-700.0), rel=1e-15)
    assert value(lambda: ball.gradient(lambda _: arb(1), [])) == []


def test_sums_and_products() -> None:
    numbers = ball.vector([2.0, 3.0, 0.5])
    assert value(lambda: ball.total(numbers)) == 5.5
    assert value(lambda: ball.product(numbers)) == 3.0
    assert value(lambda: ball.dot(numbers, numbers)) == 13.25
    assert value(lambda: ball.total([])) == 0.0
    assert value(lambda: ball.product([])) == 1.0


def test_vectors_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ball.dot(ball.vector([1.0, 2.0]), ball.vector([1.0]))


def test_arrays_of_numpy_are_taken() -> None:
    assert value(lambda: ball.matrix(np.array([[1.0, 2.0]]))) == [[1.0, 2.0]]
    assert value(lambda: ball.vector(np.array([1, -1]))) == [1.0, -1.0]
