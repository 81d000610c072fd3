"""The evidence lower bound for a discrete latent.

A formula wrong at q = 0 is a mistake of its own, beside a wrong formula that is careful there: sums are therefore
declared once over the support of q and once over all z.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from assignments.bank.evidence import INF, around, log_joints, no_overflow
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import elbo as reference
from reference.arrays import Array
from reference.softmax import log_softmax

# The terms of a sum over z, and how they are summed.
Terms = Callable[..., Any]
Total = Callable[..., Any]

# --------------------------------------------------------------------------- inputs


def is_distribution(q: Array) -> bool:
    return q.ndim == 1 and len(q) > 0 and bool((q >= 0).all()) and abs(q.sum() - 1) < 1e-6


def _fits(q: Array, log_joint: Array) -> bool:
    return is_distribution(q) and q.shape == log_joint.shape


def _deep_fits(q: Array, log_joint: Array) -> bool:
    return _fits(q, log_joint) and no_overflow(log_joint)


def bound_inputs(draw: Draw) -> Arguments:
    K = draw.size(2, 7)
    return {"q": draw.distribution(K), "log_joint": log_joints(draw, K)}


def pair(q: tuple[float, ...], log_joint: tuple[float, ...]) -> Arguments:
    return {"q": np.array(q), "log_joint": np.array(log_joint)}


EDGES: tuple[Arguments, ...] = (
    pair((1.0,), (-0.5,)),
    pair((0.5, 0.5), (0.0, 0.0)),
    pair((0.25, 0.75), (-1.0, -2.0)),
    pair((0.75, 0.25), (-1.0, -2.0)),
    pair((0.5, 0.5), (-3.0, -3.0)),
    pair((0.125,) * 8, (0.0, -1.0, -2.0, -3.0, -4.0, -5.0, -6.0, -7.0)),
    pair((2.0**-10, 1 - 2.0**-10), (-1.0, -4.0)),
    pair((0.5, 0.25, 0.25), (-60.0, -1.0, -2.0)),
    pair((0.25, 0.25, 0.5), (-30.0, -31.0, -32.0)),
    pair((0.0625, 0.9375), (2.0, -2.0)),
    pair((0.25, 0.25, 0.25, 0.25), (-1.5, -1.5, -1.5, -1.5)),
    pair((0.125, 0.375, 0.5), (-10.0, 0.0, 3.0)),
)
# Two of them have no zeros: there, a mistake shows that careless work at 0 would hide behind nan.
ZERO_EDGES: tuple[Arguments, ...] = (
    EDGES[2],
    EDGES[11],
    pair((1.0, 0.0), (-1.0, -2.0)),
    pair((0.0, 1.0), (-1.0, -2.0)),
    pair((0.0, 1.0, 0.0), (-3.0, -2.0, -1.0)),
    pair((0.5, 0.0, 0.5), (-1.0, -1.0, -2.0)),
    pair((0.0, 0.0, 0.25, 0.75), (0.0, 1.0, 2.0, 3.0)),
    pair((1.0, 0.0), (-1.0, -INF)),
    pair((0.0, 0.25, 0.75), (-INF, -1.0, -2.0)),
    pair((0.5, 0.5, 0.0, 0.0), (-1.0, -2.0, -INF, -INF)),
    pair((0.5, 0.5), (-1.0, -INF)),
    pair((0.0, 0.25, 0.75), (-1.0, -INF, -2.0)),
    pair((0.25, 0.75, 0.0), (-INF, -1.0, -INF)),
    pair((1.0, 0.0), (-INF, -1.0)),
)


def _deep(scale: float, K: int) -> Any:
    def draw_deep(draw: Draw) -> Arguments:
        return {"q": draw.distribution(K), "log_joint": around(draw, K, scale)}

    return draw_deep


DEEP: tuple[Any, ...] = (
    pair((1.0,), (-1e4,)),
    pair((0.5, 0.5), (-1e4, -1e4)),
    pair((0.25, 0.75), (-1e4, -1e4 - 1)),
    pair((0.5, 0.5), (-1e4, -1e4 + 1000)),
    pair((0.5, 0.25, 0.25), (-1e4, -1e4 - 500, -1e4 + 500)),
    _deep(1.0, 4),
    _deep(1.0, 2),
    _deep(300.0, 4),
    _deep(300.0, 7),
)

# --------------------------------------------------------------------------- the bound


@check("elbo", reference=reference.elbo, domain=_fits)
def bound(draw: Draw) -> Arguments:
    """Evidence lower bound, Σ_z q(z) [log p(x, z) − log q(z)]."""
    return bound_inputs(draw)


@check("elbo", id="elbo_zeros", reference=reference.elbo, domain=_fits)
def bound_with_zeros(draw: Draw) -> Arguments:
    """Evidence lower bound where q or p(x, z) is 0: a number or −inf, never nan."""
    K = draw.size(2, 7)
    return {"q": draw.distribution(K, zeros=True), "log_joint": log_joints(draw, K)}


@check("elbo", id="elbo_large", reference=reference.elbo, domain=_deep_fits)
def deep_bound(draw: Draw) -> Arguments:
    """Evidence lower bound for log p(x, z) around −1e4: no underflow."""
    return bound_inputs(draw)


bound.edges(*EDGES)
bound_with_zeros.edges(*ZERO_EDGES)
deep_bound.extremes(*DEEP)


def on_support(terms: Terms, q: Array, *others: Array) -> Any:
    support = q > 0
    return terms(q[support], *(other[support] for other in others)).sum()


def everywhere(terms: Terms, q: Array, *others: Array) -> Any:
    """0 · log 0 is nan here."""
    return terms(q, *others).sum()


def half_careful(terms: Terms, q: Array, *others: Array) -> Any:
    """0 · log 0 is 0 here, but 0 · (−inf) of the other factors is nan."""
    off = q <= 0
    return on_support(terms, q, *others) + sum((q[off] * other[off]).sum() for other in others)


TOTALS: tuple[Total, ...] = (on_support, everywhere)
TOTALS_AT_ZEROS: tuple[Total, ...] = (*TOTALS, half_careful)


def bound_terms(q: Array, log_joint: Array) -> Any:
    return q * (log_joint - np.log(q))


def guarded_terms(q: Array, log_joint: Array) -> Any:
    """Careful with log q, not with 0 · (−inf)."""
    return q * (log_joint - np.log(np.maximum(q, 1e-12)))


def finite_terms(q: Array, log_joint: Array) -> Any:
    return np.where(np.isfinite(log_joint), q * (log_joint - np.log(q)), 0.0)


def underflowing_terms(q: Array, log_joint: Array) -> Any:
    return q * np.log(np.exp(log_joint) / q)


def underflowing_ratio(q: Array, log_joint: Array) -> Any:
    return q * (np.log(np.exp(log_joint)) - np.log(q))


def guarded_ratio(q: Array, log_joint: Array) -> Any:
    return q * (np.log(np.exp(log_joint) + 1e-12) - np.log(q + 1e-12))


BOUND_MISTAKES: tuple[tuple[str, Terms], ...] = (
    ("the whole sign", lambda q, log_joint: q * (np.log(q) - log_joint)),
    ("the entropy term's sign", lambda q, log_joint: q * (log_joint + np.log(q))),
    ("missing −log q", lambda q, log_joint: q * log_joint),
    ("the sum is not weighted by q", lambda q, log_joint: log_joint - np.log(q)),
    ("mean over z instead of the sum weighted by q", lambda q, log_joint: bound_terms(q, log_joint) / len(q)),
    ("logarithm of base 2", lambda q, log_joint: bound_terms(q, log_joint) / np.log(2.0)),
    ("p(x, z) itself instead of its logarithm", lambda q, log_joint: q * (np.exp(log_joint) - np.log(q))),
    ("log p(x, z) read as p(x, z): its logarithm taken again", lambda q, log_joint: q * np.log(log_joint / q)),
)


def minus_divergence(total: Total, q: Array, log_joint: Array) -> Any:
    return total(bound_terms, q, log_joint) - reference.log_evidence(log_joint)


def evidence(q: Array, log_joint: Array) -> Any:
    del q
    return reference.log_evidence(log_joint)


def underflowing_divergence(total: Total, q: Array, log_joint: Array) -> Any:
    """log p(x) − KL(q‖p(z|x)) with the posterior's logarithm taken after it has become 0."""
    log_posterior = np.log(np.exp(log_softmax(log_joint)))
    return reference.log_evidence(log_joint) - total(lambda q, log_p: q * (np.log(q) - log_p), q, log_posterior)


for _check, _totals in ((bound, TOTALS), (bound_with_zeros, TOTALS_AT_ZEROS), (deep_bound, TOTALS)):
    symptom(_check, "input modified in place")(in_place)
    for _total in _totals:
        for _words, _terms in BOUND_MISTAKES:
            mistake(_check, _words)(partial(_total, _terms))
        mistake(_check, "−KL(q‖p(z|x)): log p(x) is missing")(partial(minus_divergence, _total))
    mistake(_check, "log p(x) instead of the bound")(evidence)
mistake(bound_with_zeros, "nan where q = 0")(partial(everywhere, bound_terms))
mistake(bound_with_zeros, "nan where q = 0 meets log_joint = −inf")(partial(everywhere, guarded_terms))
mistake(bound_with_zeros, "log_joint = −inf left out, also where q > 0")(partial(on_support, finite_terms))
for _total in TOTALS:
    for _terms in (underflowing_terms, underflowing_ratio, guarded_ratio):
        mistake(deep_bound, "exp underflow")(partial(_total, _terms))
    mistake(deep_bound, "exp underflow")(partial(underflowing_divergence, _total))
