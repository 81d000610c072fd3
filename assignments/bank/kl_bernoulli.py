"""The KL divergence of two factorising Bernoulli distributions, means of 0 and 1 included."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from scipy.special import rel_entr

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import kl
from reference.arrays import Array

# --------------------------------------------------------------------------- inputs


def _means_fit(q: Array, p: Array) -> bool:
    return q.ndim == 1 and q.shape == p.shape and len(q) > 0 and all(((m >= 0) & (m <= 1)).all() for m in (q, p))


def _means(draw: Draw) -> Arguments:
    n = draw.size()
    return {"q": draw.probability(n), "p": draw.probability(n)}


def pair(q: tuple[float, ...], p: tuple[float, ...]) -> Arguments:
    return {"q": np.array(q), "p": np.array(p)}


@check("kl_bernoulli", reference=kl.kl_bernoulli, domain=_means_fit)
def divergence(draw: Draw) -> Arguments:
    """KL divergence of two factorising Bernoulli distributions with means in (0, 1)."""
    return _means(draw)


@check("kl_bernoulli", id="kl_bernoulli_ends", reference=kl.kl_bernoulli, domain=_means_fit)
def divergence_at_ends(draw: Draw) -> Arguments:
    """KL divergence where means are 0 or 1: finite or +inf, never nan."""
    return _means(draw)


divergence.edges(
    pair((0.5,), (0.5,)),
    pair((0.25,), (0.5,)),
    pair((0.5,), (0.25,)),
    pair((0.75,), (0.125,)),
    pair((0.25, 0.5), (0.25, 0.5)),
    pair((0.25, 0.75), (0.75, 0.25)),
    pair((0.5, 0.5, 0.5), (0.125, 0.5, 0.875)),
    pair((2.0**-10, 0.5), (0.5, 2.0**-10)),
    pair((1 - 2.0**-10,), (0.5,)),
    pair((0.0625, 0.9375, 0.5, 0.25), (0.5, 0.5, 0.0625, 0.9375)),
    pair((0.375,) * 12, (0.625,) * 12),
    pair((2.0**-12,), (1 - 2.0**-12,)),
)
divergence_at_ends.edges(
    pair((0.0,), (0.5,)),
    pair((1.0,), (0.25,)),
    pair((0.0,), (0.0,)),
    pair((1.0,), (1.0,)),
    pair((1.0,), (0.0,)),
    pair((0.0,), (1.0,)),
    pair((0.5,), (0.0,)),
    pair((0.5,), (1.0,)),
    pair((0.0, 1.0, 0.25), (0.5, 0.75, 0.5)),
    pair((0.0, 1.0, 0.25), (0.0, 1.0, 0.5)),
    pair((0.25, 0.0, 0.75), (0.5, 0.0, 0.0)),
    pair((1.0, 1.0), (0.125, 1.0)),
    pair((0.0, 0.0, 0.0, 1.0), (0.25, 0.125, 0.5, 0.75)),
)


def naive_term(q: Array, p: Array) -> Array:
    """What rel_entr is without its conventions: nan at q = 0."""
    term: Array = q * np.log(q / p)
    return term


def total(term: Any, q: Array, p: Array) -> Any:
    return (term(q, p) + term(1 - q, 1 - p)).sum()


def first_only(term: Any, q: Array, p: Array) -> Any:
    return term(q, p).sum()


def swapped(term: Any, q: Array, p: Array) -> Any:
    return total(term, p, q)


def mean(term: Any, q: Array, p: Array) -> Any:
    return total(term, q, p) / len(q)


def negative(term: Any, q: Array, p: Array) -> Any:
    return -total(term, q, p)


def in_bits(term: Any, q: Array, p: Array) -> Any:
    return total(term, q, p) / np.log(2.0)


def terms_subtracted(term: Any, q: Array, p: Array) -> Any:
    return (term(q, p) - term(1 - q, 1 - p)).sum()


def cross_entropy(_term: Any, q: Array, p: Array) -> Any:
    return -(q * np.log(p) + (1 - q) * np.log(1 - p)).sum()


def clipped(guard: float, q: Array, p: Array) -> Any:
    return total(rel_entr, np.clip(q, guard, 1 - guard), np.clip(p, guard, 1 - guard))


def guarded(guard: float, q: Array, p: Array) -> Any:
    second = (1 - q) * np.log((1 - q + guard) / (1 - p + guard))
    return (q * np.log((q + guard) / (p + guard)) + second).sum()


def unweighted(q: Array, p: Array) -> Any:
    return (np.log(q / p) + np.log((1 - q) / (1 - p))).sum()


DIVERGENCE_MISTAKES = (
    ("only the first term", first_only),
    ("swapped", swapped),
    ("mean", mean),
    ("sign", negative),
    ("logarithm of base 2", in_bits),
    ("the second term subtracted", terms_subtracted),
    ("the cross-entropy: the entropy of q is missing", cross_entropy),
)
GUARDS = (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)

for _check in (divergence, divergence_at_ends):
    symptom(_check, "input modified in place")(in_place)
    for _term in (rel_entr, naive_term):
        for _words, _answer in DIVERGENCE_MISTAKES:
            mistake(_check, _words)(partial(_answer, _term))
    mistake(_check, "the logarithms are not weighted by q and 1−q")(unweighted)
mistake(divergence_at_ends, "nan at the ends")(partial(total, naive_term))
for _guard in GUARDS:
    mistake(divergence_at_ends, "clamped logs: finite where the divergence is +inf")(partial(clipped, _guard))
    mistake(divergence_at_ends, "clamped logs: finite where the divergence is +inf")(partial(guarded, _guard))


def _finite(arguments: Any, returned: Any) -> bool:
    """Whether a finite number came back where the divergence is infinite."""
    right = kl.kl_bernoulli(arguments["q"], arguments["p"])
    value = np.asarray(returned.value)
    return bool(np.isposinf(right) and value.dtype.kind == "f" and np.isfinite(value).all())


symptom(divergence_at_ends, "clamped logs: finite where the divergence is +inf")(_finite)
