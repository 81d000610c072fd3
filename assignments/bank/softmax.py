"""Softmax and its logarithm."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import softmax
from reference.arrays import Array

# --------------------------------------------------------------------------- inputs


def _shape(draw: Draw) -> tuple[int, ...]:
    """One to three axes; in plain trials two of four, so that a wrong axis keeps its shape."""
    axes = 2 if draw.plain else draw.integer(1, 3)
    return tuple(draw.size(1, 5) for _ in range(axes))


def _scores(draw: Draw) -> Arguments:
    return {"x": draw.normal(*_shape(draw), scale=draw.scale(0.1, 1.0, 3.0, 10.0))}


def row(*scores: float) -> Arguments:
    return {"x": np.array(scores)}


def rows(*rows: tuple[float, ...]) -> Arguments:
    return {"x": np.array(rows)}


def _normal(scale: float, *shape: int) -> Any:
    def draw_scores(draw: Draw) -> Arguments:
        return {"x": draw.normal(*shape, scale=scale)}

    return draw_scores


# None of them overflows the exponential, in single precision either.
MODERATE: tuple[Arguments, ...] = (
    row(5.0),
    row(0.0, 0.0, 0.0),
    row(2.0, 2.0, 1.0),
    row(0.0, 50.0),
    row(-50.0, -51.0, -60.0),
    row(-20.0, 0.0, 20.0),
    rows((1.0, 2.0, 3.0)),
    rows((1.0,), (2.0,)),
    rows((0.0, 10.0), (20.0, 0.0)),
    rows((1.0, 2.0), (1.0, 2.0), (1.0, 2.0)),
    rows((40.0, 39.0, 38.0), (-40.0, -39.0, -38.0)),
    {"x": np.arange(24.0).reshape(2, 3, 4) / 8},
)
LARGE: tuple[Any, ...] = (
    row(0.0, 800.0),
    row(-800.0, -800.0, -801.0),
    row(1000.0, 1000.0),
    row(1e4, 1e4 - 1, 1e4 - 2),
    row(-1e4, 1e4),
    rows((1e4, 1e4 - 1), (-1e4, -1e4 + 1)),
    rows((0.0, 1.0), (900.0, 901.0), (-900.0, -901.0)),
    _normal(300.0, 4, 4),
    _normal(1000.0, 6),
    _normal(3000.0, 2, 3, 4),
)

# --------------------------------------------------------------------------- what students compute instead


def _normalised(weights: Array, total: Array) -> Array:
    quotient: Array = weights / total
    return quotient


def naive(x: Array) -> Array:
    weights = np.exp(x)
    return _normalised(weights, weights.sum(axis=-1, keepdims=True))


def along(axis: int, x: Array) -> Array:
    """Right for vectors; for a batch, normalised along an axis counted from the front."""
    return np.moveaxis(softmax.softmax(np.moveaxis(x, axis, -1)), -1, axis)


def over_all(x: Array) -> Array:
    return softmax.softmax(x.ravel()).reshape(x.shape)


def weights_over_all(x: Array) -> Array:
    """The maximum of each row subtracted, the sum of all entries divided by."""
    weights = unnormalised(x)
    return _normalised(weights, weights.sum())


def naive_over_all(x: Array) -> Array:
    weights = np.exp(x)
    return _normalised(weights, weights.sum())


def base_two(x: Array) -> Array:
    return softmax.softmax(x * np.log(2.0).astype(x.dtype))


def overall_maximum(x: Array) -> Array:
    return naive(x - x.max())


def turned(x: Array) -> Array:
    return softmax.softmax(-x)


def unnormalised(x: Array) -> Array:
    weights: Array = np.exp(x - x.max(axis=-1, keepdims=True))
    return weights


def in_single(x: Array) -> Array:
    return softmax.softmax(x.astype(np.float32))


# --------------------------------------------------------------------------- softmax


@check("softmax", reference=softmax.softmax)
def probabilities(draw: Draw) -> Arguments:
    """Softmax over the last axis."""
    return _scores(draw)


probabilities.edges(*MODERATE)


@check("softmax", id="softmax_large", reference=softmax.softmax)
def large(draw: Draw) -> Arguments:
    """Softmax of large scores, up to ±1e4: no overflow."""
    return _scores(draw)


large.extremes(*LARGE)


@check("softmax", id="softmax_shift", reference=softmax.softmax, strict=True)
def shift(draw: Draw) -> Arguments:
    """Softmax is unchanged by adding a number up to ±1e6 to all scores (float64 work)."""
    return {"x": draw.normal(*_shape(draw), scale=draw.scale(0.1, 1.0, 3.0)) + draw.choice(SHIFTS)}


SHIFTS = (-1e6, 1e6, -1e5, 1e5, 1e3)
shift.edges(
    row(1e6, 1e6),
    row(1e6, 1e6 + 1, 1e6 + 2),
    row(-1e6, -1e6 - 1, -1e6 - 2),
    row(-1e6, -1e6 + 0.125, -1e6 + 0.25),
    row(1e6),
    rows((1e6, 1e6 + 2), (1e6, 1e6 + 2)),
    rows((-1e6, -1e6 + 1, -1e6 + 3), (-1e6, -1e6 + 1, -1e6 + 2)),
    rows((1e5 + 0.5,), (1e5 - 0.5,)),
)

for _check in (probabilities, large, shift):
    symptom(_check, "input modified in place")(in_place)
    mistake(_check, "wrong axis")(partial(along, 0))
    mistake(_check, "normalised over all entries")(over_all)
    mistake(_check, "normalised over all entries")(weights_over_all)
    mistake(_check, "base 2")(base_two)
    mistake(_check, "sign of the scores: exp(−x)")(turned)
    mistake(_check, "not normalised")(unnormalised)
for _check in (large, shift):
    mistake(_check, "no max subtracted (nan/inf)")(naive)
mistake(large, "normalised over all entries")(naive_over_all)
mistake(probabilities, "not normalised")(np.exp)
mistake(large, "the maximum of all entries subtracted, not of each row")(overall_maximum)
mistake(shift, "worked in float32, where x + c loses its digits")(in_single)


# --------------------------------------------------------------------------- log-softmax


@check("log_softmax", reference=softmax.log_softmax)
def logarithms(draw: Draw) -> Arguments:
    """Log-softmax over the last axis."""
    return _scores(draw)


logarithms.edges(*MODERATE)


@check("log_softmax", id="log_softmax_large", reference=softmax.log_softmax)
def large_logarithms(draw: Draw) -> Arguments:
    """Log-softmax where softmax underflows: finite for scores up to ±1e4."""
    return _scores(draw)


large_logarithms.extremes(*LARGE, row(0.0, -120.0, -700.0), row(0.0, -2000.0), rows((0.0, -750.0), (-9e3, 0.0)))


def log_of_softmax(x: Array) -> Array:
    return np.log(softmax.softmax(x))


def log_of_guarded_softmax(guard: float, x: Array) -> Array:
    return np.log(softmax.softmax(x) + guard)


def log_of_clipped_softmax(guard: float, x: Array) -> Array:
    return np.log(np.maximum(softmax.softmax(x), guard))


def log_of_naive(x: Array) -> Array:
    return np.log(naive(x))


def minus_naive_log_sum(x: Array) -> Array:
    difference: Array = x - np.log(np.exp(x).sum(axis=-1, keepdims=True))
    return difference


def log_along(axis: int, x: Array) -> Array:
    return np.moveaxis(softmax.log_softmax(np.moveaxis(x, axis, -1)), -1, axis)


def log_over_all(x: Array) -> Array:
    return softmax.log_softmax(x.ravel()).reshape(x.shape)


def log_with_maximum_lost(x: Array) -> Array:
    """log Σ exp(x − max) without the maximum added back."""
    total: Array = np.exp(x - x.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)
    return x - np.log(total)


def log_to_base_two(x: Array) -> Array:
    logarithms: Array = softmax.log_softmax(x) / np.log(2.0).astype(x.dtype)
    return logarithms


GUARDS = (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-30, 1e-38, 1e-300)
SEEN_GUARD = 1e-16  # smaller ones do not show on moderate scores
for _check in (logarithms, large_logarithms):
    symptom(_check, "input modified in place")(in_place)
    mistake(_check, "wrong axis")(partial(log_along, 0))
    mistake(_check, "normalised over all entries")(log_over_all)
    mistake(_check, "the maximum is not added back to log Σ exp(x − max)")(log_with_maximum_lost)
    mistake(_check, "base 2")(log_to_base_two)
    mistake(_check, "softmax itself, without the logarithm")(softmax.softmax)
mistake(large_logarithms, "`log(softmax(x))` with −inf")(log_of_softmax)
for _guard in GUARDS:
    for _guarded in (log_of_guarded_softmax, log_of_clipped_softmax):
        mistake(large_logarithms, "a small number put inside the logarithm")(partial(_guarded, _guard))
        if _guard >= SEEN_GUARD:
            mistake(logarithms, "a small number put inside the logarithm")(partial(_guarded, _guard))
mistake(large_logarithms, "no max subtracted (nan/inf)")(log_of_naive)
mistake(large_logarithms, "no max subtracted (nan/inf)")(minus_naive_log_sum)
