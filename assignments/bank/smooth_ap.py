"""Smooth AP, the average precision made of smooth indicators, differentiable in the distances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from assignments.bank.average_precision import distances
from assignments.bank.gradient_symptoms import cut_off, gives, not_finite, one_path_missing, value_not_finite
from assignments.bank.smooth_indicator import INDICATORS, SMALL, SMALLEST, unstable_indicator
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from grader.records import Returned, TensorArg
from reference import smooth_ap as ap
from reference.arrays import Array

Answer = Callable[[Array, Array, float], Any]
Indicator = Callable[[Any, Any, float], Any]

# --------------------------------------------------------------------------- inputs


def _retrieved(draw: Draw) -> Arguments:
    d_pos, d_neg = distances(draw, 1).values()
    tau = draw.choice((0.25, 0.5, 1.0, 2.0))
    return {"d_pos": draw.tensor(d_pos), "d_neg": draw.tensor(d_neg), "tau": tau}


def _given(d_pos: Sequence[float], d_neg: Sequence[float], tau: float) -> Arguments:
    leaves = [TensorArg(np.array(d, dtype=np.float64), requires_grad=True) for d in (d_pos, d_neg)]
    return {"d_pos": leaves[0], "d_neg": leaves[1], "tau": tau}


def _far(tau: float, T: int, M: int) -> Callable[[Draw], Arguments]:
    def draw_far(draw: Draw) -> Arguments:
        d_pos, d_neg = draw.uniform(0.0, 8.0, T), draw.uniform(0.0, 8.0, M)
        return {"d_pos": draw.tensor(d_pos), "d_neg": draw.tensor(d_neg), "tau": tau}

    return draw_far


# --------------------------------------------------------------------------- the checks


@check("smooth_ap", reference=ap.smooth_ap_value, gradients=ap.smooth_ap_gradient)
def smooth(draw: Draw) -> Arguments:
    """Smooth AP in torch and its gradients: every indicator smoothed but p's own, which counts 1."""
    return _retrieved(draw)


@check("smooth_ap", id="smooth_ap_empty", reference=ap.smooth_ap_value, gradients=ap.smooth_ap_gradient)
def empty(draw: Draw) -> Arguments:
    """Smooth AP also without negatives: 1, with zero gradient."""
    return _retrieved(draw)


@check("smooth_ap", id="smooth_ap_large", reference=ap.smooth_ap_value, gradients=ap.smooth_ap_gradient)
def large(draw: Draw) -> Arguments:
    """Smooth AP and its gradients for distances up to a million τ: no overflow."""
    return _retrieved(draw)


smooth.edges(
    _given([1.0], [2.0], 0.5),
    _given([2.0], [1.0], 0.5),
    _given([1.0], [1.0], 1.0),
    _given([1.0, 1.0], [2.0], 0.5),
    _given([1.0, 1.0, 1.0], [1.0, 1.0], 0.25),
    _given([0.25, 0.75], [0.5, 1.0], 0.125),
    _given([3.0, 4.0], [0.5, 1.0, 2.0], 1.0),
    _given([0.0, 0.0, 2.0], [0.0, 2.0, 1.0], 0.5),
    _given([2.0, 1.0, 3.0, 2.0], [2.0, 2.0, 0.5], 2.0),
    _given([0.5], [0.25, 1.0, 0.75, 0.5, 2.0], 0.5),
    _given([0.5, 0.25, 1.0, 0.75, 2.0], [0.5], 0.25),
    _given([1.0, 2.0], [1.5, 0.5], 8.0),
)
empty.edges(_given([1.0], [], 0.5), _given([1.0, 2.0, 2.0], [], 1.0))
large.extremes(
    _given([8.0], [0.0], SMALLEST),
    _given([0.0], [8.0], SMALLEST),
    _given([1.0, 4.0], [2.0, 8.0], SMALLEST),
    _given([0.0, 6.0, 3.0], [0.0, 5.0, 1.0], SMALLEST),
    _given([8.0, 0.5, 2.0], [7.0, 1.0, 3.0, 0.25], SMALL),
    _given([1.0, 1.0], [1.0, 3.0], SMALL),
    _given([2.0, 2.0 + SMALL], [2.0 - SMALL, 5.0], SMALL),
    _far(SMALLEST, 3, 4),
    _far(SMALL, 4, 4),
    _far(SMALL, 2, 6),
)

# --------------------------------------------------------------------------- what students compute instead


def _smoothed(indicator: Indicator, d_pos: Array, d_neg: Array, tau: float) -> tuple[Array, Array]:
    """How many other positives and how many negatives are before p: (T,) each."""
    d_p = d_pos[:, np.newaxis]
    others = (1 - np.eye(len(d_pos))) * indicator(d_pos[np.newaxis], d_p, tau)
    return others.sum(axis=1), indicator(d_neg[np.newaxis], d_p, tau).sum(axis=1)


def _hard(d_pos: Array, d_neg: Array) -> tuple[Array, Array]:
    """k(p) and the number of negatives before p, not smoothed: (T,) each."""
    d_p = d_pos[:, np.newaxis]
    return (np.concatenate([d_pos, d_neg]) <= d_p).sum(axis=1), (d_neg < d_p).sum(axis=1)


def of_indicator(indicator: Indicator, d_pos: Array, d_neg: Array, tau: float) -> Any:
    positives, negatives = _smoothed(indicator, d_pos, d_neg, tau)
    return 1 - (negatives / (1 + positives + negatives)).mean()


def own_counted(count: float, d_pos: Array, d_neg: Array, tau: float) -> Any:
    positives, negatives = _smoothed(ap.smooth_indicator, d_pos, d_neg, tau)
    return 1 - (negatives / (count + positives + negatives)).mean()


def own_found_by_distance(d_pos: Array, d_neg: Array, tau: float) -> Any:
    d_p = d_pos[:, np.newaxis]
    positives = np.where(d_pos == d_p, 1.0, ap.smooth_indicator(d_pos, d_p, tau)).sum(axis=1)
    negatives = ap.smooth_indicator(d_neg, d_p, tau).sum(axis=1)
    return 1 - (negatives / (positives + negatives)).mean()


def hard_ranks(d_pos: Array, d_neg: Array, tau: float) -> Any:
    return 1 - (_smoothed(ap.smooth_indicator, d_pos, d_neg, tau)[1] / _hard(d_pos, d_neg)[0]).mean()


def only_ranks_smoothed(d_pos: Array, d_neg: Array, tau: float) -> Any:
    positives, negatives = _smoothed(ap.smooth_indicator, d_pos, d_neg, tau)
    return 1 - (_hard(d_pos, d_neg)[1] / (1 + positives + negatives)).mean()


def not_smoothed(d_pos: Array, d_neg: Array, _tau: float) -> Any:
    return ap.average_precision(d_pos, d_neg)


def over_negatives(d_pos: Array, d_neg: Array, tau: float) -> Any:
    negatives = _smoothed(ap.smooth_indicator, d_pos, d_neg, tau)[1]
    return 1 - (negatives / (1 + negatives)).mean()


def loss(d_pos: Array, d_neg: Array, tau: float) -> Any:
    return 1 - ap.smooth_ap_value(d_pos, d_neg, tau)


def minus(d_pos: Array, d_neg: Array, tau: float) -> Any:
    return -ap.smooth_ap_value(d_pos, d_neg, tau)


def summed(d_pos: Array, d_neg: Array, tau: float) -> Any:
    return 1 - (1 - ap.smooth_ap_value(d_pos, d_neg, tau)) * len(d_pos)


def ratio_of_sums(d_pos: Array, d_neg: Array, tau: float) -> Any:
    positives, negatives = _smoothed(ap.smooth_indicator, d_pos, d_neg, tau)
    return 1 - negatives.sum() / (1 + positives + negatives).sum()


def unweighted(d_pos: Array, d_neg: Array, tau: float) -> Any:
    return 1 - _smoothed(ap.smooth_indicator, d_pos, d_neg, tau)[1].mean()


WRONG: tuple[tuple[str, Answer], ...] = (
    *((words, partial(of_indicator, wrong)) for words, wrong in INDICATORS),
    ("own term counted ½ (the sheet read literally: named, not accepted)", partial(own_counted, 0.5)),
    ("own term counted 1½: 1 is added to its ½", partial(own_counted, 1.5)),
    ("own term left out of k(p)", partial(own_counted, 0.0)),
    ("p's own term found by its distance, not by its index", own_found_by_distance),
    ("k(p) left unsmoothed", hard_ranks),
    ("only k(p) smoothed", only_ranks_smoothed),
    ("nothing smoothed: AP itself", not_smoothed),
    ("k(p) over negatives only", over_negatives),
    ("1 − AP instead of AP", loss),
    ("sign", minus),
    ("summed over the positives, not divided by T", summed),
    ("the quotient of the sums instead of the mean of the quotients", ratio_of_sums),
    ("the weights 1/k(p) are missing", unweighted),
)


def ranks_detached(d_pos: Array, d_neg: Array, tau: float) -> tuple[Array, Array]:
    """The gradients with k(p) taken for a constant."""
    positives, negatives = _smoothed(ap.smooth_indicator, d_pos, d_neg, tau)
    indicated = ap.smooth_indicator(d_neg, d_pos[:, np.newaxis], tau)
    slopes = indicated * (1 - indicated) / tau / (1 + positives + negatives)[:, np.newaxis] / len(d_pos)  # (T, M)
    return -slopes.sum(axis=1), slopes.sum(axis=0)


def no_slope(d_pos: Array, d_neg: Array, _tau: float) -> tuple[Array, Array]:
    return np.zeros(len(d_pos)), np.zeros(len(d_neg))


def minus_gradient(d_pos: Array, d_neg: Array, tau: float) -> tuple[Array, Array]:
    by_pos, by_neg = ap.smooth_ap_gradient(d_pos, d_neg, tau)
    return -by_pos, -by_neg


def cut_off_if_empty(arguments: Mapping[str, Any], returned: Returned) -> bool:
    return len(arguments["d_neg"]) == 0 and cut_off(arguments, returned)


for _check in (smooth, large, empty):
    symptom(_check, "input modified in place")(in_place)
    for _words, _answer in WRONG:
        mistake(_check, _words)(_answer)
mistake(large, "unstable")(partial(of_indicator, unstable_indicator))
symptom(large, "unstable")(value_not_finite)
symptom(empty, "no gradient without negatives: the result is then a constant that knows no distances")(cut_off_if_empty)
for _check in (smooth, large, empty):
    symptom(_check, "detached or `.item()` result (no gradient)")(cut_off)
    symptom(_check, "k(p) detached: the gradient does not flow through the ranks")(gives(ranks_detached))
    symptom(_check, "one of the distances is detached")(one_path_missing)
symptom(smooth, "the gradient is 0: the indicators are cut off from the distances")(gives(no_slope))
symptom(smooth, "sign of the gradient")(gives(minus_gradient))
symptom(large, "unstable: the value is finite, its gradient is not")(not_finite)
