"""The triplet loss over all pairs of a positive and a negative, differentiable.

Distances are multiples of 1/8 and margins odd multiples of 1/16: every sum is exact in single precision, and no pair
lies on the kink of the hinge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from assignments.bank.gradient_symptoms import cut_off, gives, one_path_missing
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from grader.records import Returned, TensorArg
from reference import smooth_ap as ap
from reference.arrays import Array

Answer = Callable[[Array, Array, float], Any]

# --------------------------------------------------------------------------- inputs


def _distances(draw: Draw, least: int) -> Arguments:
    T, M = draw.size(1, 6), draw.size(least, 6)
    return {
        "d_pos": draw.tensor(_grid(draw, T)),
        "d_neg": draw.tensor(_grid(draw, M)),
        "margin": (2 * draw.integer(0, 12) + 1) / 16,
    }


def _grid(draw: Draw, count: int) -> Array:
    return np.array([draw.integer(0, 20) for _ in range(count)], dtype=np.float64) / 8


def off_the_kink(d_pos: Array, d_neg: Array, margin: float) -> bool:
    """Whether the loss has a gradient here, and every distance and the margin are none below 0."""
    slopes = margin + d_pos[:, np.newaxis] - d_neg
    return margin > 0 and bool((np.abs(slopes) > 0.01).all()) and bool((d_pos >= 0).all() and (d_neg >= 0).all())


def _given(d_pos: Sequence[float], d_neg: Sequence[float], margin: float) -> Arguments:
    leaves = [TensorArg(np.array(d, dtype=np.float64), requires_grad=True) for d in (d_pos, d_neg)]
    return {"d_pos": leaves[0], "d_neg": leaves[1], "margin": margin}


# --------------------------------------------------------------------------- what students compute instead


def _pairs(d_pos: Array, d_neg: Array, margin: float) -> Array:
    """Hinges (T, M)."""
    hinges: Array = np.maximum(0.0, margin + d_pos[:, np.newaxis] - d_neg)
    return hinges


def mean_of_pairs(d_pos: Array, d_neg: Array, margin: float) -> Any:
    hinges = _pairs(d_pos, d_neg, margin)
    return hinges.sum() / np.float64(hinges.size)


def mean_of_any_pairs(d_pos: Array, d_neg: Array, margin: float) -> Any:
    """With the mean over no pairs as 0."""
    hinges = _pairs(d_pos, d_neg, margin)
    return hinges.sum() / max(1, hinges.size)


def mean_of_positives(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return _pairs(d_pos, d_neg, margin).sum(axis=1).mean()


def mean_of_active(d_pos: Array, d_neg: Array, margin: float) -> Any:
    """As metric-learning libraries have it: the mean over the pairs that count."""
    hinges = _pairs(d_pos, d_neg, margin)
    return hinges.sum() / np.maximum(1, (hinges > 0).sum())


def other_sign(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return _pairs(-d_pos, -d_neg, margin).sum()


def margin_subtracted(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return _pairs(d_pos, d_neg, -margin).sum()


def margin_outside(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return (margin + _pairs(d_pos, d_neg, 0.0)).sum()


def without_margin(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return _pairs(d_pos, d_neg, 0.0 * margin).sum()


def margin_of_one(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return _pairs(d_pos, d_neg, margin**0).sum()


def hardest_pair(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return _pairs(d_pos, d_neg, margin).max()


def hardest_negatives(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return _pairs(d_pos, d_neg, margin).max(axis=1).sum()


def squared(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return np.square(_pairs(d_pos, d_neg, margin)).sum()


def of_squares(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return _pairs(np.square(d_pos), np.square(d_neg), margin).sum()


def without_hinge(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return (margin + d_pos[:, np.newaxis] - d_neg).sum()


def hinge_of_sum(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return np.maximum(0.0, without_hinge(d_pos, d_neg, margin))


def softened(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return np.logaddexp(0.0, margin + d_pos[:, np.newaxis] - d_neg).sum()


def active_pairs(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return (_pairs(d_pos, d_neg, margin) > 0).sum() * 1.0


def one_a_positive(d_pos: Array, d_neg: Array, margin: float) -> Any:
    return _pairs(d_pos, d_neg, margin).sum(axis=1)


WRONG: tuple[tuple[str, Answer], ...] = (
    ("mean", mean_of_pairs),
    ("mean", mean_of_any_pairs),
    ("mean", mean_of_positives),
    ("mean", mean_of_active),
    ("sign of d_p − d_n", other_sign),
    ("hardest pair only", hardest_pair),
    ("only the hardest negative of each positive", hardest_negatives),
    ("squared", squared),
    ("squared", of_squares),
    ("the margin subtracted instead of added", margin_subtracted),
    ("the margin outside of the hinge", margin_outside),
    ("the margin is not used", without_margin),
    ("the margin is taken for 1", margin_of_one),
    ("the hinge is missing", without_hinge),
    ("the hinge of the sum instead of the sum of hinges", hinge_of_sum),
    ("softplus instead of the hinge", softened),
    ("pairs counted instead of their hinges summed", active_pairs),
    ("one loss for each positive, not summed", one_a_positive),
)


def slope_everywhere(d_pos: Array, d_neg: Array, _margin: float) -> tuple[Array, Array]:
    return np.full(len(d_pos), float(len(d_neg))), np.full(len(d_neg), -float(len(d_pos)))


def no_slope(d_pos: Array, d_neg: Array, _margin: float) -> tuple[Array, Array]:
    return np.zeros(len(d_pos)), np.zeros(len(d_neg))


WRONG_SLOPES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("the gradient is 0: the hinges are cut off from the distances", no_slope),
    ("the gradient flows through pairs whose hinge is 0", slope_everywhere),
)


def cut_off_if_empty(arguments: Mapping[str, Any], returned: Returned) -> bool:
    return len(arguments["d_neg"]) == 0 and cut_off(arguments, returned)


# --------------------------------------------------------------------------- the checks


@check(
    "triplet_loss",
    reference=ap.triplet_loss_value,
    gradients=ap.triplet_loss_gradient,
    domain=off_the_kink,
)
def loss(draw: Draw) -> Arguments:
    """The triplet loss Σ_p Σ_n max(0, a + d_p − d_n) in torch, and its gradients."""
    return _distances(draw, 1)


@check(
    "triplet_loss",
    id="triplet_loss_empty",
    reference=ap.triplet_loss_value,
    gradients=ap.triplet_loss_gradient,
    domain=off_the_kink,
)
def empty(draw: Draw) -> Arguments:
    """The triplet loss also without negatives: 0, with zero gradient."""
    return _distances(draw, 1)


loss.edges(
    _given([1.0], [2.0], 0.5),
    _given([1.0], [2.0], 1.5),
    _given([2.0], [1.0], 0.5),
    _given([1.0], [1.0], 0.25),
    _given([0.0, 2.0], [0.5, 3.0], 1.25),
    _given([1.0, 1.0], [1.0, 1.0], 0.0625),
    _given([0.0, 0.25], [3.0, 4.0, 5.0], 0.5),
    _given([3.0, 4.0, 5.0], [0.0, 0.25], 0.5),
    _given([0.5, 1.5, 2.5], [1.0, 2.0], 0.25),
    _given([0.5], [0.0, 1.0, 2.0, 3.0], 1.75),
    _given([0.0, 1.0, 2.0, 3.0], [2.0], 1.25),
    _given([10.0, 0.0], [0.0, 10.0], 4.5),
)
empty.edges(_given([1.0], [], 0.5), _given([1.0, 2.0, 0.5], [], 1.25))

for _check in (loss, empty):
    symptom(_check, "input modified in place")(in_place)
for _words, _answer in WRONG:
    mistake(loss, _words)(_answer)
    if _answer is not one_a_positive:
        mistake(empty, _words)(_answer)
symptom(empty, "no gradient without negatives: the loss is then a constant that knows no distances")(cut_off_if_empty)
for _check in (loss, empty):
    symptom(_check, "detached or `.item()` result (no gradient)")(cut_off)
for _words, _slope in WRONG_SLOPES:
    symptom(loss, _words)(gives(_slope))
symptom(loss, "one of the distances is detached")(one_path_missing)
