"""Average precision of a retrieval, and the number of misranked pairs that it weighs.

Distances are drawn on a grid in every second trial: ties count as the sheet writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import smooth_ap as ap
from reference.arrays import Array

Answer = Callable[[Array, Array], Any]

# --------------------------------------------------------------------------- inputs


def distances(draw: Draw, least: int) -> dict[str, Any]:
    """Distances of 1 … 7 positives and `least` … 7 negatives, with ties in every second trial."""
    T, M = draw.size(1, 7), draw.size(least, 7)
    if draw.plain or draw.integer(0, 1):
        return {"d_pos": draw.uniform(0.0, 4.0, T), "d_neg": draw.uniform(0.0, 4.0, M)}
    return {"d_pos": _grid(draw, T), "d_neg": _grid(draw, M)}


def _grid(draw: Draw, count: int) -> Array:
    return np.array([draw.integer(0, 5) for _ in range(count)], dtype=np.float64) / 4


def _ranked(draw: Draw) -> Arguments:
    return distances(draw, 0)


def pair(d_pos: Sequence[float], d_neg: Sequence[float]) -> dict[str, Any]:
    return {"d_pos": np.array(d_pos, dtype=np.float64), "d_neg": np.array(d_neg, dtype=np.float64)}


EDGES: tuple[dict[str, Any], ...] = (
    pair([1.0], []),
    pair([1.0, 2.0, 2.0], []),
    pair([1.0], [2.0]),
    pair([2.0], [1.0]),
    pair([1.0], [1.0]),
    pair([1.0, 1.0], [1.0]),
    pair([1.0, 1.0], [0.5]),
    pair([0.25, 0.75], [0.5, 1.0]),
    pair([3.0, 4.0], [0.5, 1.0, 2.0]),
    pair([0.0, 0.0, 2.0], [0.0, 2.0, 1.0]),
    pair([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]),
    pair([2.0, 1.0, 3.0, 2.0], [2.0, 2.0, 0.5]),
    pair([5.0, 0.5, 4.0], [1.0, 2.0, 3.0, 6.0]),
)

# --------------------------------------------------------------------------- average precision


@check("average_precision", reference=ap.average_precision)
def precision(draw: Draw) -> Arguments:
    """Average precision to the letter of (2), ties as written; 1 without negatives."""
    return _ranked(draw)


precision.edges(*EDGES)


def _precision(misranked: Array, ranks: Array) -> Any:
    """1 − mean of misranked(p)/k(p), both (T,)."""
    return 1.0 - (misranked / ranks).mean()


def _below(d_pos: Array, d: Array) -> Array:
    counts: Array = (d < d_pos[:, np.newaxis]).sum(axis=1)
    return counts


def _up_to(d_pos: Array, d: Array) -> Array:
    counts: Array = (d <= d_pos[:, np.newaxis]).sum(axis=1)
    return counts


def _ranks(d_pos: Array, d_neg: Array) -> Array:
    return _up_to(d_pos, d_pos) + _up_to(d_pos, d_neg)


def over_negatives(d_pos: Array, d_neg: Array) -> Any:
    return _precision(_below(d_pos, d_neg), _up_to(d_pos, d_neg))


def over_negatives_and_itself(d_pos: Array, d_neg: Array) -> Any:
    return _precision(_below(d_pos, d_neg), 1 + _up_to(d_pos, d_neg))


def over_some_negatives(d_pos: Array, d_neg: Array) -> Any:
    """With 0/0 = 0."""
    return _precision(_below(d_pos, d_neg), np.maximum(1, _up_to(d_pos, d_neg)))


def over_positives(d_pos: Array, d_neg: Array) -> Any:
    return _precision(_below(d_pos, d_neg), _up_to(d_pos, d_pos))


def without_itself(d_pos: Array, d_neg: Array) -> Any:
    return _precision(_below(d_pos, d_neg), _ranks(d_pos, d_neg) - 1)


def strict_ranks(d_pos: Array, d_neg: Array) -> Any:
    return _precision(_below(d_pos, d_neg), _below(d_pos, np.concatenate([d_pos, d_neg])))


def without_itself_unless_first(d_pos: Array, d_neg: Array) -> Any:
    return _precision(_below(d_pos, d_neg), np.maximum(1, _ranks(d_pos, d_neg) - 1))


def exchanged(d_pos: Array, d_neg: Array) -> Any:
    return _precision(_up_to(d_pos, d_neg), _below(d_pos, np.concatenate([d_pos, d_neg])))


def exchanged_with_itself(d_pos: Array, d_neg: Array) -> Any:
    return _precision(_up_to(d_pos, d_neg), 1 + _below(d_pos, np.concatenate([d_pos, d_neg])))


def strict_with_itself(d_pos: Array, d_neg: Array) -> Any:
    return _precision(_below(d_pos, d_neg), 1 + _below(d_pos, np.concatenate([d_pos, d_neg])))


def largest_first(d_pos: Array, d_neg: Array) -> Any:
    return ap.average_precision(-d_pos, -d_neg)


def scikit_learn(d_pos: Array, d_neg: Array) -> Any:
    """Σ_n (R_n − R_{n−1}) P_n over the distinct distances: a tied negative stands before its positive."""
    return _precision(_up_to(d_pos, d_neg), _ranks(d_pos, d_neg))


def _sorted(d_pos: Array, d_neg: Array, relevant_first: Any) -> Any:
    d = np.concatenate([d_pos, d_neg])
    relevant = np.arange(len(d)) < len(d_pos)
    order = np.lexsort((relevant != relevant_first, d))
    hits = relevant[order]
    return (np.cumsum(hits) / np.arange(1, len(d) + 1))[hits].mean()


def sorted_with_positives_first(d_pos: Array, d_neg: Array) -> Any:
    return _sorted(d_pos, d_neg, relevant_first=True)


def sorted_with_negatives_first(d_pos: Array, d_neg: Array) -> Any:
    return _sorted(d_pos, d_neg, relevant_first=False)


def loss(d_pos: Array, d_neg: Array) -> Any:
    return 1.0 - ap.average_precision(d_pos, d_neg)


def summed(d_pos: Array, d_neg: Array) -> Any:
    return 1.0 - (1.0 - ap.average_precision(d_pos, d_neg)) * len(d_pos)


def over_everything(d_pos: Array, d_neg: Array) -> Any:
    return 1.0 - (1.0 - ap.average_precision(d_pos, d_neg)) * len(d_pos) / (len(d_pos) + len(d_neg))


def unweighted(d_pos: Array, d_neg: Array) -> Any:
    return 1.0 - _below(d_pos, d_neg).mean()


def nothing_without_negatives(d_pos: Array, d_neg: Array) -> Any:
    return ap.average_precision(d_pos, d_neg) if len(d_neg) else 0.0


def roles_exchanged(d_pos: Array, d_neg: Array) -> Any:
    return ap.average_precision(d_neg, d_pos) if len(d_neg) else np.nan


PRECISION_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("k(p) over negatives only", over_negatives),
    ("k(p) over negatives only", over_negatives_and_itself),
    ("k(p) over negatives only", over_some_negatives),
    ("k(p) over positives only", over_positives),
    ("p left out of k(p) (division by zero)", without_itself),
    ("p left out of k(p) (division by zero)", strict_ranks),
    ("p left out of k(p) (division by zero)", without_itself_unless_first),
    ("≤ and < exchanged", exchanged),
    ("≤ and < exchanged", exchanged_with_itself),
    ("< for ≤ in k(p): ties do not count", strict_with_itself),
    ("larger distance ranked first", largest_first),
    ("AP of scikit-learn under ties", scikit_learn),
    ("ties broken by sorting, positives first", sorted_with_positives_first),
    ("ties broken by sorting, negatives first", sorted_with_negatives_first),
    ("1 − AP instead of AP", loss),
    ("summed over the positives, not divided by T", summed),
    ("divided by the number of all examples, not of the positives", over_everything),
    ("the weights 1/k(p) are missing", unweighted),
    ("positives and negatives exchanged", roles_exchanged),
    ("0 without negatives, where nothing is misranked", nothing_without_negatives),
)
symptom(precision, "input modified in place")(in_place)
for _words, _answer in PRECISION_MISTAKES:
    mistake(precision, _words)(_answer)

# --------------------------------------------------------------------------- misranked pairs


@check("misranked_pairs", reference=ap.misranked_pairs)
def misranked(draw: Draw) -> Arguments:
    """The number of pairs with the negative nearer than the positive; a tie is none."""
    return _ranked(draw)


misranked.edges(
    *EDGES,
    # Neighbours in single precision are no tie.
    pair([1.0 + 2.0**-23], [1.0]),
    pair([1.0, 2.0 + 2.0**-22], [1.0 + 2.0**-23, 2.0]),
    pair([2.0**-40, 2.0**-30, 1.0], [0.0, 2.0**-40]),
    pair([2.0**-40], [0.0]),
)


def counted_ties(d_pos: Array, d_neg: Array) -> Any:
    return _up_to(d_pos, d_neg).sum()


def well_ranked(d_pos: Array, d_neg: Array) -> Any:
    return ap.misranked_pairs(-d_pos, -d_neg)


def share(d_pos: Array, d_neg: Array) -> Any:
    return ap.misranked_pairs(d_pos, d_neg) / (len(d_pos) * len(d_neg))


def share_or_none(d_pos: Array, d_neg: Array) -> Any:
    return ap.misranked_pairs(d_pos, d_neg) / max(1, len(d_pos) * len(d_neg))


def hardest_pair(d_pos: Array, d_neg: Array) -> Any:
    return int(ap.misranked_pairs(d_pos, d_neg) > 0)


def per_positive(d_pos: Array, d_neg: Array) -> Any:
    return ap.misranked_pairs(d_pos, d_neg) / len(d_pos)


def misranked_positives(d_pos: Array, d_neg: Array) -> Any:
    return (_below(d_pos, d_neg) > 0).sum()


def one_a_positive(d_pos: Array, d_neg: Array) -> Any:
    return _below(d_pos, d_neg)


def beyond_tolerance(tolerance: float, d_pos: Array, d_neg: Array) -> Any:
    return _below(d_pos - tolerance, d_neg).sum()


def side_by_side(d_pos: Array, d_neg: Array) -> Any:
    count = min(len(d_pos), len(d_neg))
    return (d_neg[:count] < d_pos[:count]).sum()


MISRANKED_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("ties counted: d_n ≤ d_p", counted_ties),
    ("sign of d_p − d_n", well_ranked),
    ("mean", share),
    ("mean", share_or_none),
    ("mean", per_positive),
    ("hardest pair only", hardest_pair),
    ("positives with any misranked negative counted, not pairs", misranked_positives),
    ("one count for each positive, not summed", one_a_positive),
    ("only pairs of equal index", side_by_side),
    *(
        ("a tolerance instead of 0: every d_n < d_p counts", partial(beyond_tolerance, tolerance))
        for tolerance in (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
    ),
)
symptom(misranked, "input modified in place")(in_place)
for _words, _answer in MISRANKED_MISTAKES:
    mistake(misranked, _words)(_answer)
