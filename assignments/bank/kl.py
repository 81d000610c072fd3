"""KL divergences of discrete distributions: of two tables, and of factorising ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from scipy.special import rel_entr

from assignments.bank.gradient_symptoms import finite_where
from assignments.bank.symptoms import in_place
from grader import Draw, check, halt, mistake, symptom
from grader.course.question import Arguments
from grader.judge.mistakes import Answered
from grader.records import Stopped, StopReason
from reference import kl
from reference.arrays import Array

Terms = Callable[[Array, Array], Array]

# --------------------------------------------------------------------------- inputs


def _tables(draw: Draw, *shape: int) -> tuple[Array, Array]:
    """q and p along the last axis: q with zeros in every second trial, p with zeros only where q has them."""
    q = draw.distribution(*shape, zeros=not draw.plain and draw.integer(0, 1) == 1)
    p = draw.distribution(*shape)
    hidden = (q == 0) & (draw.bits(*shape) == 1)
    seen = np.where(hidden, 0.0, p)
    seen[..., :1] += np.where(hidden, p, 0.0).sum(axis=-1, keepdims=True)  # sums of multiples of 2⁻¹² are exact
    return q, seen


def _alike(q: Array, p: Array) -> bool:
    return q.shape == p.shape and q.size > 0


def _pair(draw: Draw) -> Arguments:
    q, p = _tables(draw, draw.size(1, 7))
    return {"q": q, "p": p}


def _components(draw: Draw) -> Arguments:
    qs, ps = _tables(draw, draw.size(1, 5), draw.size(2, 5))
    return {"qs": qs, "ps": ps}


def _two(q: Sequence[float], p: Sequence[float]) -> Arguments:
    return {"q": np.array(q), "p": np.array(p)}


def _rows(qs: Sequence[Sequence[float]], ps: Sequence[Sequence[float]]) -> Arguments:
    return {"qs": np.array(qs), "ps": np.array(ps)}


def _many(n: int, K: int, *, zeros: bool) -> Callable[[Draw], Arguments]:
    def draw_many(draw: Draw) -> Arguments:
        return {"qs": draw.distribution(n, K, zeros=zeros), "ps": draw.distribution(n, K)}

    return draw_many


# --------------------------------------------------------------------------- what students compute instead


def _swapped(terms: Terms, q: Array, p: Array) -> Array:
    return terms(p, q)


def _unweighted(_terms: Terms, q: Array, p: Array) -> Array:
    logarithms: Array = np.log(q / p)
    return logarithms


def _unweighted_where_seen(_terms: Terms, q: Array, p: Array) -> Array:
    return np.where(q > 0, np.log(q / p), 0.0)


def _weighted_by_p(_terms: Terms, q: Array, p: Array) -> Array:
    return np.where(q > 0, _weighted_by_p_everywhere(_terms, q, p), 0.0)


def _weighted_by_p_everywhere(_terms: Terms, q: Array, p: Array) -> Array:
    weighted: Array = p * np.log(q / p)
    return weighted


def _absolute(terms: Terms, q: Array, p: Array) -> Array:
    return np.abs(terms(q, p))


def _negative(terms: Terms, q: Array, p: Array) -> Array:
    return -terms(q, p)


def _in_bits(terms: Terms, q: Array, p: Array) -> Array:
    in_bits: Array = terms(q, p) / np.log(2.0)
    return in_bits


def _cross_entropy(_terms: Terms, q: Array, p: Array) -> Array:
    crossed: Array = -np.where(q > 0, q * np.log(p), 0.0)
    return crossed


def _finite_only(terms: Terms, q: Array, p: Array) -> Array:
    return np.where(p > 0, terms(q, p), 0.0)


def naive(q: Array, p: Array) -> Array:
    """nan wherever q is 0."""
    terms: Array = q * np.log(q / p)
    return terms


def naive_where_both_vanish(q: Array, p: Array) -> Array:
    """nan where q and p are 0: torch's kl_div."""
    return np.where((q == 0) & (p == 0), np.nan, rel_entr(q, p))


def without_zeros_of_q(q: Array, p: Array) -> Array:
    """+inf at q = 0, from log q alone."""
    return np.where(q == 0, np.inf, rel_entr(q, p))


def _summed(terms: Callable[[Array, Array], Array]) -> Callable[..., Any]:
    return lambda q, p: terms(q, p).sum()


def _averaged(q: Array, p: Array) -> Any:
    return rel_entr(q, p).mean()


def _doubled_log(q: Array, p: Array) -> Any:
    return np.log((q / p).sum())


WRONG_TERMS: tuple[tuple[str, Callable[[Terms, Array, Array], Array]], ...] = (
    ("swapped", _swapped),
    ("missing q weight", _unweighted),
    ("missing q weight", _unweighted_where_seen),
    ("weighted by p instead of q", _weighted_by_p),
    ("weighted by p instead of q", _weighted_by_p_everywhere),
    ("absolute values", _absolute),
    ("sign", _negative),
    ("base 2", _in_bits),
    ("the cross-entropy: the entropy of q is not subtracted", _cross_entropy),
    ("terms with p = 0 left out: D is infinite where q > 0 = p", _finite_only),
)
NAN_AT_ZERO: tuple[Terms, ...] = (naive, naive_where_both_vanish)


def _infinite(q: Array, p: Array) -> bool:
    """Whether the divergence is infinite."""
    return bool(((q > 0) & (p == 0)).any())


GUARDED = "a small number put inside the logarithm: D is infinite where q > 0 = p"

# --------------------------------------------------------------------------- two tables


@check("kl_discrete", reference=kl.kl_discrete, domain=_alike)
def discrete(draw: Draw) -> Arguments:
    """KL divergence of two discrete distributions, Σ q log(q/p), with 0·log 0 = 0."""
    return _pair(draw)


discrete.edges(
    _two([1.0], [1.0]),
    _two([0.5, 0.5], [0.5, 0.5]),
    _two([0.25, 0.75], [0.5, 0.5]),
    _two([1.0, 0.0], [0.5, 0.5]),
    _two([0.0, 1.0], [0.125, 0.875]),
    _two([0.0, 0.25, 0.75], [0.0, 0.75, 0.25]),
    _two([0.5, 0.0, 0.5], [0.25, 0.0, 0.75]),
    _two([1.0, 0.0], [1.0, 0.0]),
    _two([0.5, 0.5], [1.0, 0.0]),
    _two([0.25, 0.25, 0.5], [0.5, 0.5, 0.0]),
    _two([0.0, 1.0, 0.0], [1.0, 0.0, 0.0]),
    _two([2.0**-12, 1 - 2.0**-12], [1 - 2.0**-12, 2.0**-12]),
    _two([0.125] * 8, [0.5, 0.25, 0.125, 0.0625, 2.0**-6, 2.0**-6, 2.0**-6, 2.0**-6]),
)

# --------------------------------------------------------------------------- factorising distributions


@check("kl_factorised", reference=kl.kl_factorised, domain=_alike)
def factorised(draw: Draw) -> Arguments:
    """KL divergence of two factorising distributions: the sum of those of the components."""
    return _components(draw)


@check("kl_factorised", id="kl_factorised_many", reference=kl.kl_factorised, domain=_alike)
def many(draw: Draw) -> Arguments:
    """KL divergence of 40 components: without the joint distribution, which would not fit."""
    return _components(draw)


factorised.edges(
    _rows([[0.25, 0.75]], [[0.5, 0.5]]),
    _rows([[0.5, 0.5], [0.25, 0.75]], [[0.5, 0.5], [0.25, 0.75]]),
    _rows([[0.25, 0.75], [0.75, 0.25]], [[0.5, 0.5], [0.5, 0.5]]),
    _rows([[0.25, 0.75], [0.5, 0.5]], [[0.5, 0.5], [0.5, 0.5]]),
    _rows([[1.0, 0.0], [0.5, 0.5]], [[0.5, 0.5], [0.25, 0.75]]),
    _rows([[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.125, 0.875]]),
    _rows([[0.0, 0.5, 0.5], [0.25, 0.75, 0.0]], [[0.0, 0.25, 0.75], [0.5, 0.25, 0.25]]),
    _rows([[0.5, 0.5], [0.5, 0.5]], [[0.25, 0.75], [1.0, 0.0]]),
    _rows([[0.0, 1.0]], [[1.0, 0.0]]),
    _rows([[1.0], [1.0]], [[1.0], [1.0]]),
    _rows([[0.125, 0.125, 0.75]] * 3, [[0.25, 0.5, 0.25]] * 3),
    _rows([[0.5, 0.5]] * 5, [[0.25, 0.75], [0.75, 0.25], [0.125, 0.875], [0.5, 0.5], [0.0625, 0.9375]]),
)
many.edges(_many(40, 2, zeros=False), _many(40, 2, zeros=True), _many(32, 4, zeros=False), _many(40, 3, zeros=True))


def mean_of_components(q: Array, p: Array) -> Any:
    return rel_entr(q, p).sum(axis=-1).mean()


def product_of_components(q: Array, p: Array) -> Any:
    return rel_entr(q, p).sum(axis=-1).prod()


def vector_of_components(q: Array, p: Array) -> Any:
    return rel_entr(q, p).sum(axis=-1)


def first_component(q: Array, p: Array) -> Any:
    return rel_entr(q[0], p[0]).sum()


def largest_component(q: Array, p: Array) -> Any:
    return rel_entr(q, p).sum(axis=-1).max()


def of_mean_components(q: Array, p: Array) -> Any:
    return rel_entr(q.mean(axis=0), p.mean(axis=0)).sum()


COMPONENT_MISTAKES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("mean over components", mean_of_components),
    ("product instead of sum", product_of_components),
    ("one divergence a component, not summed", vector_of_components),
    ("the first component only", first_component),
    ("the largest component only", largest_component),
    ("components averaged before the divergence", of_mean_components),
)


def joint_is_built(arguments: Mapping[str, Any], stopped: Stopped, right: Sequence[Answered]) -> bool:
    """Whether memory or time ran out on many components, after right answers on few."""
    ran_out = stopped.reason in (StopReason.MEMORY, StopReason.TIMEOUT)
    return ran_out and bool(right) and len(arguments["qs"]) > max(len(item.arguments["qs"]) for item in right)


for _check in (discrete, factorised, many):
    symptom(_check, "input modified in place")(in_place)
    for _words, _wrong in WRONG_TERMS:
        for _terms in (rel_entr, naive):
            if _check is not many or _words != "terms with p = 0 left out: D is infinite where q > 0 = p":
                mistake(_check, _words)(_summed(partial(_wrong, _terms)))
    for _terms in NAN_AT_ZERO:
        if _check is not many or _terms is naive:
            mistake(_check, "nan at q = 0")(_summed(_terms))
    mistake(_check, "infinite at q = 0, where nothing is to be added")(_summed(without_zeros_of_q))
    mistake(_check, "mean over the states")(_averaged)
mistake(discrete, "log of the sum instead of the sum of logs")(_doubled_log)
for _check in (factorised, many):
    for _words, _answer in COMPONENT_MISTAKES:
        mistake(_check, _words)(_answer)
for _check in (discrete, factorised):
    symptom(_check, GUARDED)(finite_where(_infinite))
halt(many, "the joint distribution is built")(joint_is_built)
