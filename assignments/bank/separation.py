"""Whether weights separate the data: every point strictly on its side of the hyperplane."""

from __future__ import annotations

from functools import partial

import numpy as np

from assignments.bank.logistic_regression import FOUR, fits, point
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import logistic_regression as logistic
from reference.arrays import Array


def _eighths(array: Array) -> Array:
    """A grid on which scores are exact in any order and precision: a zero margin is zero for everybody."""
    return np.round(array * 8) / 8


def _some_separated(draw: Draw) -> Arguments:
    """Separated data, or with one point on the wrong side, or with one on the hyperplane."""
    m, n = draw.size(2, 8), draw.size(1, 4)
    w, X = _eighths(draw.normal(n)), _eighths(draw.normal(m, n))
    scores = X @ w
    k = np.where(scores == 0, draw.signs(m), np.sign(scores))
    odd = draw.integer(0, m - 1)
    match draw.choice(("none", "none", "wrong", "on the hyperplane")):
        case "wrong":
            k[odd] = -k[odd]
        case "on the hyperplane":
            X[odd] = 0.0
    return {"w": w, "X": X, "k": k}


@check("is_separating", reference=logistic.is_separating, domain=fits)
def separating(draw: Draw) -> Arguments:
    """Whether w separates the data strictly: k_i wᵀx_i > 0 for all i."""
    return _some_separated(draw)


separating.edges(
    point((1.0,), ((2.0,),), (1,)),
    point((1.0,), ((2.0,),), (-1,)),
    point((1.0,), ((0.0,),), (1,)),
    point((0.0,), ((2.0,),), (-1,)),
    point((0.0, 0.0), FOUR, (1, 1, 1, 1)),
    point((1.0, 1.0), ((1.0, -1.0), (2.0, 1.0)), (1, 1)),
    point((1.0, 1.0), ((1.0, -1.0), (-2.0, -1.0)), (-1, -1)),
    point((1.0, 0.0), ((1.0, 5.0), (-1.0, 5.0)), (1, -1)),
    point((-1.0, 0.0), ((1.0, 5.0), (-1.0, 5.0)), (1, -1)),
    point((1.0, 0.0), ((1.0, 5.0), (2.0, -3.0), (-1.0, 2.0)), (1, 1, 1)),
    point((0.25, 0.0), ((0.125, 0.0), (-0.125, 0.0)), (1, -1)),
    point((1.0, 1.0), ((-1.0, -2.0), (-3.0, 0.5)), (-1, -1)),
    point((2.0, -1.0), ((1.0, 2.0), (1.0, 1.0)), (1, 1)),
    point((1.0,), ((1.0,), (-4.0,)), (1, 1)),
    point((0.5, 1.0), ((2.0, 0.0), (6.0, 1.0), (1.0, 1.0)), (1, -1, 1)),
    # Margins as small as a tolerance, each one product: exact in any precision, so positive for everybody.
    point((2.0**-9,), ((1.0,), (4.0,)), (1, 1)),
    point((2.0**-20,), ((1.0,), (-1.0,)), (1, -1)),
    point((2.0**-20,), ((2.0**-20,), (2.0,)), (1, 1)),
    point((-(2.0**-21),), ((-(2.0**-21),),), (1,)),
)


def not_strict(w: Array, X: Array, k: Array) -> bool:
    return bool((k * (X @ w) >= 0).all())


def zero_read_as_plus(w: Array, X: Array, k: Array) -> bool:
    return bool((np.where(X @ w >= 0, 1, -1) == k).all())


def zero_read_as_minus(w: Array, X: Array, k: Array) -> bool:
    return bool((np.where(X @ w > 0, 1, -1) == k).all())


def separated_bits(w: Array, X: Array, k: Array) -> bool:
    return bool(((X @ w > 0) == k).all())


def any_separated(w: Array, X: Array, k: Array) -> bool:
    return bool((k * (X @ w) > 0).any())


def all_positive(w: Array, X: Array, _k: Array) -> bool:
    return bool((X @ w > 0).all())


def separated_in_total(w: Array, X: Array, k: Array) -> bool:
    return bool((k * (X @ w)).sum() > 0)


def beyond_tolerance(tolerance: float, w: Array, X: Array, k: Array) -> bool:
    return bool((k * (X @ w) > tolerance).all())


TOLERANCES = (0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)
symptom(separating, "input modified in place")(in_place)
for _loose in (not_strict, zero_read_as_plus, zero_read_as_minus):
    mistake(separating, "≥ for >")(_loose)
for _tolerance in TOLERANCES:
    mistake(separating, "a tolerance instead of 0: every positive margin separates")(
        partial(beyond_tolerance, _tolerance)
    )
mistake(separating, "labels read as {0,1}")(separated_bits)
mistake(separating, "one point on its side is taken for all")(any_separated)
mistake(separating, "the labels are not used")(all_positive)
mistake(separating, "the margins are added up instead of looked at one by one")(separated_in_total)
