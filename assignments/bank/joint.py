"""The joint distribution that factorising distributions stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import kl
from reference.arrays import Array


def _joined(ps: Sequence[Sequence[float]]) -> Arguments:
    return {"ps": np.array(ps)}


@check("joint", reference=kl.joint)
def joint(draw: Draw) -> Arguments:
    """The joint distribution of independent components: axis i is component i."""
    n, K = draw.size(1, 4), draw.size(2, 4)
    return {"ps": draw.distribution(n, K, zeros=not draw.plain and draw.integer(0, 1) == 1)}


joint.edges(
    _joined([[1.0]]),
    _joined([[1.0], [1.0], [1.0]]),
    _joined([[0.25, 0.75]]),
    _joined([[0.125, 0.25, 0.625]]),
    _joined([[0.25, 0.75], [0.5, 0.5]]),
    _joined([[1.0, 0.0], [0.25, 0.75]]),
    _joined([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]),
    _joined([[0.25, 0.75], [0.125, 0.875], [0.5, 0.5]]),
    _joined([[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]]),
    _joined([[0.5, 0.5]] * 4),
    _joined([[0.25, 0.75], [0.75, 0.25], [0.0625, 0.9375], [0.5, 0.5], [0.125, 0.875]]),
    _joined([[0.5, 0.25, 0.125, 0.125], [0.125, 0.125, 0.25, 0.5]]),
)


def axes_reversed(ps: Array) -> Any:
    return kl.joint(ps[::-1])


def first_axes_exchanged(ps: Array) -> Any:
    """np.meshgrid with its indexing as it is."""
    return np.swapaxes(kl.joint(ps), 0, 1) if len(ps) > 1 else kl.joint(ps)


def flattened(ps: Array) -> Any:
    return kl.joint(ps).ravel()


def sum_of_probabilities(ps: Array) -> Any:
    return reduce(np.add.outer, ps)


def mean_of_probabilities(ps: Array) -> Any:
    return sum_of_probabilities(ps) / len(ps)


def sum_of_logarithms(ps: Array) -> Any:
    return np.log(kl.joint(ps))


def product_by_state(ps: Array) -> Any:
    return ps.prod(axis=0)


def two_components(ps: Array) -> Any:
    return np.outer(ps[0], ps[-1])


JOINT_MISTAKES: tuple[tuple[str, Callable[[Array], Any]], ...] = (
    ("axes reversed: axis i is to be component i", axes_reversed),
    ("the first two axes exchanged", first_axes_exchanged),
    ("flattened: an axis for each component is asked for", flattened),
    ("sum of the probabilities instead of their product", sum_of_probabilities),
    ("sum of the probabilities instead of their product", mean_of_probabilities),
    ("the logarithm of the joint", sum_of_logarithms),
    ("the components multiplied state by state", product_by_state),
    ("two components only", two_components),
)
symptom(joint, "input modified in place")(in_place)
for _words, _build in JOINT_MISTAKES:
    mistake(joint, _words)(_build)
