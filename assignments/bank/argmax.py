"""The argmax indicator, and how softmax approaches it."""

from __future__ import annotations

from functools import partial

import numpy as np

from assignments.bank.softmax import naive, row, turned
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import softmax
from reference.arrays import Array


@check("argmax_indicator", reference=softmax.argmax_indicator)
def indicator(draw: Draw) -> Arguments:
    """The argmax indicator to the letter of (1): all zeros where the maximum is tied."""
    scores = np.array([draw.integer(-2, 2) for _ in range(draw.size(1, 6))], dtype=np.float64)
    return {"x": scores if draw.integer(0, 1) else draw.normal(len(scores))}


indicator.edges(
    row(3.0),
    row(-3.0),
    row(0.0, 0.0),
    row(1.0, 1.0, 1.0),
    row(2.0, 1.0, 2.0),
    row(-1.0, -1.0, -5.0),
    row(1.0, 0.0, 0.0),
    row(0.0, 0.0, 1.0),
    row(-2.0, -1.0),
    row(1.0, 1.0 + 2.0**-16),
    row(1.0, 1.0 + 2.0**-23),  # neighbours in single precision are no tie
    row(-2.0 - 2.0**-22, -2.0, -3.0),
    row(0.0, 2.0**-30, -1.0),
    row(2.0**-31, 0.0),
    row(1000.0, 1000.0, 999.0),
    row(0.0, -0.0),
)


def first_maximiser(x: Array) -> Array:
    indicators: Array = np.eye(len(x))[x.argmax()]
    return indicators


def last_maximiser(x: Array) -> Array:
    indicators: Array = np.eye(len(x))[len(x) - 1 - x[::-1].argmax()]
    return indicators


def shared(x: Array) -> Array:
    maximal = x == x.max()
    return np.where(maximal, 1 / maximal.sum(), 0.0)


def hot_softmax(scale: float, x: Array) -> Array:
    """The limit stood for by a large factor: uniform over ties, and over what is too near for the factor."""
    return softmax.softmax(scale * x)


def every_maximiser(x: Array) -> Array:
    return np.where(x == x.max(), 1.0, 0.0)


def beaten_alone(x: Array) -> Array:
    """Right but for n = 1, where there is nothing to be greater than."""
    return softmax.argmax_indicator(x) if len(x) > 1 else np.zeros(1)


def within_tolerance(tolerance: float, x: Array) -> Array:
    """Scores that differ by less are tied."""
    near = np.abs(x - x.max()) <= tolerance * max(1.0, np.abs(x.max()))
    return np.where(near & (near.sum() == 1), 1.0, 0.0)


def least(x: Array) -> Array:
    return softmax.argmax_indicator(-x)


TOLERANCES = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
symptom(indicator, "input modified in place")(in_place)
mistake(indicator, "one-hot of the first maximiser under ties")(first_maximiser)
mistake(indicator, "one-hot of the last maximiser under ties")(last_maximiser)
mistake(indicator, "uniform over ties")(shared)
for _scale in (1e3, 1e4, 1e5, 1e6, 1e7, 1e8):
    mistake(indicator, "uniform over ties")(partial(hot_softmax, _scale))
mistake(indicator, "every maximiser gets 1 under ties")(every_maximiser)
mistake(indicator, "n = 1 gives 0, though no other score is as large")(beaten_alone)
for _tolerance in TOLERANCES:
    mistake(indicator, "nearly equal scores taken for a tie")(partial(within_tolerance, _tolerance))
mistake(indicator, "the smallest score instead of the largest")(least)


@check("softmax", id="softmax_limit", reference=softmax.softmax)
def limit(draw: Draw) -> Arguments:
    """Softmax of distinct scores scaled by a big number: the argmax indicator."""
    distinct = draw.permutation(np.arange(float(draw.size(2, 6))))
    return {"x": (distinct - draw.integer(0, 6)) * draw.choice((50.0, 100.0, 150.0))}


limit.edges(
    row(0.0, 100.0),
    row(100.0, 0.0),
    row(-100.0, -200.0, -300.0),
    row(900.0, 800.0, 700.0),
    row(-900.0, -800.0, -1000.0),
    row(250.0, -250.0, 500.0, 0.0),
)
mistake(limit, "no max subtracted (nan/inf)")(naive)
mistake(limit, "the smallest score instead of the largest")(turned)
