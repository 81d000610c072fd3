"""The evidence lower bound for a discrete latent: the bound, the log-evidence, the posterior.

A formula wrong at q = 0 is a mistake of its own, beside a wrong formula that is careful there: sums are therefore
declared once over the support of q and once over all z.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

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


def _any_mass(log_joint: Array) -> bool:
    return log_joint.ndim == 1 and bool(np.isfinite(log_joint).any())


def _no_overflow(log_joint: Array) -> bool:
    """Deep inputs stay deep: exp(log p) may underflow, never overflow."""
    return _any_mass(log_joint) and float(log_joint.max()) < 80


def _deep_fits(q: Array, log_joint: Array) -> bool:
    return _fits(q, log_joint) and _no_overflow(log_joint)


def log_joints(draw: Draw, K: int) -> Array:
    """Moderate enough for exp in single precision."""
    return np.asarray(draw.normal(K, scale=draw.scale(0.5, 1.0, 5.0)))


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
INF = float("inf")
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


def _around(draw: Draw, K: int, scale: float) -> Array:
    """Whole numbers around −1e4, exact in single precision, at most 1e3 apart."""
    return np.asarray(np.round(np.clip(draw.normal(K, scale=scale), -500, 500)) - 1e4)


def _deep(scale: float, K: int) -> Any:
    def draw_deep(draw: Draw) -> Arguments:
        return {"q": draw.distribution(K), "log_joint": _around(draw, K, scale)}

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

# --------------------------------------------------------------------------- the log-evidence


def _joints(draw: Draw) -> Arguments:
    return {"log_joint": log_joints(draw, draw.size(2, 7))}


@check("log_evidence", reference=reference.log_evidence, domain=_any_mass)
def log_evidence(draw: Draw) -> Arguments:
    """Log-evidence, log p(x) = log Σ_z p(x, z)."""
    return _joints(draw)


@check("log_evidence", id="log_evidence_large", reference=reference.log_evidence, domain=_no_overflow)
def deep_evidence(draw: Draw) -> Arguments:
    """Log-evidence for log p(x, z) around −1e4: no underflow."""
    return _joints(draw)


def row(*log_joint: float) -> Arguments:
    return {"log_joint": np.array(log_joint)}


def _deep_row(scale: float, K: int) -> Any:
    def draw_deep(draw: Draw) -> Arguments:
        return {"log_joint": _around(draw, K, scale)}

    return draw_deep


ROWS: tuple[Arguments, ...] = (
    *(row(*np.asarray(edge["log_joint"]).tolist()) for edge in EDGES[2:]),
    row(-2.0, -INF),
    row(-INF, -1.0, -INF, -1.0),
)
DEEP_ROWS: tuple[Any, ...] = (
    row(-1e4),
    row(-1e4, -1e4),
    row(-1e4, -1e4 - 1),
    row(-1e4 - 500, -1e4 + 500),
    row(-1e4, -1e4 - 1000, -1e4 - 999),
    row(-1e4, -INF),
    _deep_row(1.0, 4),
    _deep_row(300.0, 4),
    _deep_row(300.0, 7),
)
log_evidence.edges(*ROWS)
deep_evidence.extremes(*DEEP_ROWS)

EVIDENCE_MISTAKES: tuple[tuple[str, Terms], ...] = (
    ("the whole sign", lambda log_joint: -reference.log_evidence(log_joint)),
    ("the sum of the logarithms instead of the logarithm of the sum", lambda log_joint: log_joint.sum()),
    ("mean over z instead of the sum", lambda log_joint: reference.log_evidence(log_joint) - np.log(len(log_joint))),
    ("mean of the logarithms", lambda log_joint: log_joint.mean()),
    ("p(x) instead of its logarithm", lambda log_joint: np.exp(log_joint).sum()),
    ("the maximum instead of the sum", lambda log_joint: log_joint.max()),
    (
        "the maximum subtracted and not added back",
        lambda log_joint: reference.log_evidence(log_joint) - log_joint.max(),
    ),
    ("logarithm of base 2", lambda log_joint: reference.log_evidence(log_joint) / np.log(2.0)),
    ("log p(x, z) read as p(x, z): its logarithm taken again", lambda log_joint: np.log(log_joint.sum())),
)
for _check in (log_evidence, deep_evidence):
    symptom(_check, "input modified in place")(in_place)
    for _words, _terms in EVIDENCE_MISTAKES:
        mistake(_check, _words)(_terms)
mistake(deep_evidence, "exp underflow")(lambda log_joint: np.log(np.exp(log_joint).sum()))
mistake(deep_evidence, "exp underflow")(lambda log_joint: np.log(np.exp(log_joint).sum() + 1e-12))

# --------------------------------------------------------------------------- the posterior


@check("posterior", reference=reference.posterior, domain=_any_mass)
def posterior(draw: Draw) -> Arguments:
    """Posterior p(z|x) from log p(x, z)."""
    return _joints(draw)


@check("posterior", id="posterior_large", reference=reference.posterior, domain=_no_overflow)
def deep_posterior(draw: Draw) -> Arguments:
    """Posterior for log p(x, z) around −1e4: no underflow."""
    return _joints(draw)


posterior.edges(*ROWS)
deep_posterior.extremes(*DEEP_ROWS)

POSTERIOR_MISTAKES: tuple[tuple[str, Terms], ...] = (
    ("not normalised: p(x, z)", np.exp),
    ("not normalised", lambda log_joint: np.exp(log_joint - log_joint.max())),
    ("the logarithm of the posterior", log_softmax),
    ("logarithms normalised instead of probabilities", lambda log_joint: log_joint / log_joint.sum()),
    ("normalised by log p(x)", lambda log_joint: np.exp(log_joint) / reference.log_evidence(log_joint)),
    ("sign of log p(x, z)", lambda log_joint: reference.posterior(-log_joint)),
    ("base 2", lambda log_joint: reference.posterior(log_joint * np.log(2.0).astype(log_joint.dtype))),
    ("the most probable z only", lambda log_joint: (log_joint == log_joint.max()) * 1.0),
)
for _check in (posterior, deep_posterior):
    symptom(_check, "input modified in place")(in_place)
    for _words, _terms in POSTERIOR_MISTAKES:
        mistake(_check, _words)(_terms)
for _guard in (0.0, 1e-8, 1e-12):
    mistake(deep_posterior, "exp underflow")(
        lambda log_joint, guard=_guard: np.exp(log_joint) / (np.exp(log_joint).sum() + guard)
    )
