"""The indicator of a misranked pair under logistic noise: its expectation is smooth in the distances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.special import ndtr

from assignments.bank.gradient_symptoms import value_not_finite
from assignments.bank.logistic_regression import nan_sigmoid
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import smooth_ap as ap
from reference.sigmoid import sigmoid

Answer = Callable[..., Any]

# With distances up to 8 the quotient d/τ reaches 2²⁰, a million. Ties are tried at 0 there: elsewhere rounding a
# distance breaks them.
SMALLEST = 2.0**-17
SMALL = 2.0**-10

# --------------------------------------------------------------------------- inputs


def _indicated(draw: Draw) -> Arguments:
    m, n = draw.size(1, 5), draw.size(2, 5)
    shapes: tuple[tuple[int, ...], tuple[int, ...]] = ((n,), (n,))
    if not draw.plain:
        shapes = draw.choice((((n,), (n,)), ((n,), (m, 1)), ((m, 1), (n,)), ((), (n,)), ((n,), ()), ((), ())))
    d_n, d_p = (draw.uniform(0.0, 4.0, *shape) for shape in shapes)
    return {"d_n": d_n, "d_p": d_p, "tau": draw.choice((0.25, 0.5, 1.0, 2.0))}


def _at(d_n: Any, d_p: Any, tau: float) -> Arguments:
    given = (np.array(d) if isinstance(d, list) else d for d in (d_n, d_p))
    return {**dict(zip(("d_n", "d_p"), given, strict=True)), "tau": tau}


def _far(tau: float, *shape: int) -> Callable[[Draw], Arguments]:
    def draw_far(draw: Draw) -> Arguments:
        return {"d_n": draw.uniform(0.0, 8.0, *shape), "d_p": draw.uniform(0.0, 8.0, *shape), "tau": tau}

    return draw_far


# --------------------------------------------------------------------------- the checks


@check("smooth_indicator", reference=ap.smooth_indicator)
def indicator(draw: Draw) -> Arguments:
    """The expected indicator under logistic noise of scale τ; broadcasts."""
    return _indicated(draw)


@check("smooth_indicator", id="smooth_indicator_large", reference=ap.smooth_indicator)
def large_indicator(draw: Draw) -> Arguments:
    """The expected indicator for distances up to a million τ: no overflow."""
    return _indicated(draw)


indicator.edges(
    _at(1.0, 1.0, 1.0),
    _at(0.0, 1.0, 1.0),
    _at(1.0, 0.0, 1.0),
    _at(1.0, 3.0, 0.5),
    _at(3.0, 1.0, 0.5),
    _at(0.5, 0.75, 0.125),
    _at(4.0, 0.0, 4.0),
    _at([0.0, 1.0, 2.0], 1.0, 0.5),
    _at(1.0, [0.0, 1.0, 2.0], 0.5),
    _at([0.5, 1.5, 2.5], [[1.0], [2.0]], 0.25),
    _at([[0.5], [1.5]], [1.0, 2.0, 0.0], 2.0),
    _at([[1.0, 2.0]], [[2.0, 0.5]], 0.5),
)
large_indicator.extremes(
    _at(8.0, 0.0, SMALLEST),
    _at(0.0, 8.0, SMALLEST),
    _at([0.0, 8.0, 4.0], [0.0, 4.0, 7.0], SMALLEST),
    _at([[2.0], [6.0]], [1.0, 4.0, 7.0], SMALLEST),
    _at(1.0, 3.0, SMALL),
    _at(3.0, 1.0, SMALL),
    _at([7.0, 0.5], 2.0, SMALL),
    _far(SMALLEST, 5),
    _far(SMALL, 4, 4),
)


# --------------------------------------------------------------------------- what students compute instead


def _quotient(d_n: Any, d_p: Any, tau: float) -> Any:
    return (d_p - d_n) / tau


def other_argument(d_n: Any, d_p: Any, tau: float) -> Any:
    return ap.smooth_indicator(d_p, d_n, tau)


def multiplied(d_n: Any, d_p: Any, tau: float) -> Any:
    return sigmoid((d_p - d_n) * tau)


def without_scale(d_n: Any, d_p: Any, _tau: float) -> Any:
    return sigmoid(d_p - d_n)


def squared_scale(d_n: Any, d_p: Any, tau: float) -> Any:
    return ap.smooth_indicator(d_n, d_p, tau * tau)


def normal_noise(d_n: Any, d_p: Any, tau: float) -> Any:
    return ndtr(_quotient(d_n, d_p, tau))


def normal_noise_of_same_variance(d_n: Any, d_p: Any, tau: float) -> Any:
    """Logistic noise of scale τ has variance τ²π²/3."""
    return ndtr(_quotient(d_n, d_p, tau) * np.sqrt(3.0) / np.pi)


def hard(d_n: Any, d_p: Any, _tau: float) -> Any:
    return np.asarray(d_n < d_p, dtype=np.float64)


def hyperbolic(d_n: Any, d_p: Any, tau: float) -> Any:
    return np.tanh(_quotient(d_n, d_p, tau))


def density(d_n: Any, d_p: Any, tau: float) -> Any:
    return sigmoid(_quotient(d_n, d_p, tau)) * sigmoid(-_quotient(d_n, d_p, tau)) / tau


INDICATORS: tuple[tuple[str, Answer], ...] = (
    ("argument's sign", other_argument),
    ("τ multiplied", multiplied),
    ("τ is not used", without_scale),
    ("τ² instead of τ", squared_scale),
    ("normal instead of logistic noise", normal_noise),
    ("normal instead of logistic noise", normal_noise_of_same_variance),
)


def unstable_indicator(d_n: Any, d_p: Any, tau: float) -> Any:
    return nan_sigmoid(np.asarray(_quotient(d_n, d_p, tau)))


for _check in (indicator, large_indicator):
    symptom(_check, "input modified in place")(in_place)
    for _words, _answer in INDICATORS:
        mistake(_check, _words)(_answer)
    mistake(_check, "the indicator itself, not its expectation")(hard)
    mistake(_check, "tanh instead of the logistic function")(hyperbolic)
    mistake(_check, "the density of the noise, not its distribution function")(density)
mistake(large_indicator, "unstable")(unstable_indicator)
symptom(large_indicator, "unstable")(value_not_finite)
