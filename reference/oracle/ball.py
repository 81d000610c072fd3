"""Ball arithmetic: real numbers as midpoint ± radius, evaluated until each ball is one float."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar, overload

import numpy as np
from flint import arb, ctx
from numpy.typing import NDArray

P = ParamSpec("P")
T = TypeVar("T")

Vector = Sequence[float] | NDArray[np.float64]
Matrix = Sequence[Sequence[float]] | NDArray[np.float64]

# Bits. The first does for nearly everything, the second where 1 + exp(-700) or a cancelled 0 has to be told.
PRECISIONS = (256, 4096, 32768)
RELATIVE_RADIUS = arb(2) ** -60
# Below half of the smallest float nothing can be told apart from 0.
ABSOLUTE_RADIUS = arb(2) ** -1080


class _UndeterminedError(ArithmeticError):
    """At this precision a ball is too large to be rounded."""


@overload
def exactly(formula: Callable[P, arb]) -> Callable[P, float]: ...
@overload
def exactly(formula: Callable[P, list[arb]]) -> Callable[P, list[float]]: ...
@overload
def exactly(formula: Callable[P, list[list[arb]]]) -> Callable[P, list[list[float]]]: ...
@overload
def exactly(
    formula: Callable[P, tuple[list[arb], list[arb]]],
) -> Callable[P, tuple[list[float], list[float]]]: ...
@overload
def exactly(
    formula: Callable[P, tuple[list[list[arb]], list[arb]]],
) -> Callable[P, tuple[list[list[float]], list[float]]]: ...
def exactly(formula: Callable[P, Any]) -> Callable[P, Any]:
    """Turns a formula in balls into one in floats, evaluated at rising precision until all balls are small.

    Raises:
        ArithmeticError: a ball stays too large at the highest precision, or is nan.
    """

    @wraps(formula)
    def rounded_formula(*args: P.args, **kwargs: P.kwargs) -> Any:
        for bits in PRECISIONS:
            with ctx.workprec(bits):
                try:
                    return _rounded(formula(*args, **kwargs))
                except _UndeterminedError:
                    continue
        raise ArithmeticError(f"{formula.__name__}: not determined at {PRECISIONS[-1]} bits")

    return rounded_formula


def vector(values: Iterable[float]) -> list[arb]:
    """The floats as balls of radius 0."""
    return [arb(float(value)) for value in values]


def matrix(rows: Iterable[Iterable[float]]) -> list[list[arb]]:
    """Rows of floats as balls of radius 0."""
    return [vector(row) for row in rows]


def total(balls: Iterable[arb]) -> arb:
    """The sum; 0 of none."""
    return sum(balls, arb(0))


def dot(left: Iterable[arb], right: Iterable[arb]) -> arb:
    """The inner product of two equally long vectors."""
    return total(a * b for a, b in zip(left, right, strict=True))


def product(balls: Iterable[arb]) -> arb:
    """The product; 1 of none."""
    value = arb(1)
    for ball in balls:
        value *= ball
    return value


def sigmoid(x: arb) -> arb:
    """S(x) = 1 / (1 + exp(-x))."""
    return 1 / (1 + (-x).exp())


def gradient(function: Callable[[list[arb]], arb], point: Sequence[arb]) -> list[arb]:
    """Gradient by central differences with h = 2^(-bits/4): the error is h²/6 of the third derivatives."""
    h = arb(2) ** (-(ctx.prec // 4))

    def moved(i: int, by: arb) -> list[arb]:
        return [value + by if j == i else value for j, value in enumerate(point)]

    return [(function(moved(i, h)) - function(moved(i, -h))) / (2 * h) for i in range(len(point))]


def derivative(function: Callable[[arb], arb], point: arb) -> arb:
    """Derivative of a function of one number, as `gradient`."""
    (slope,) = gradient(lambda at: function(at[0]), [point])
    return slope


def _rounded(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_rounded(entry) for entry in value)
    if not _is_small(value):
        raise _UndeterminedError
    return float(value.mid())


def _is_small(ball: arb) -> bool:
    if not ball.is_finite():
        return ball.is_exact() and not ball.is_nan()
    return bool(ball.rad() <= abs(ball.mid()) * RELATIVE_RADIUS or ball.rad() < ABSOLUTE_RADIUS)
