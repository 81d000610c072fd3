"""The evidence lower bound in two other forms: reconstruction minus KL, and expected log p(x, z) plus entropy."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from assignments.bank.elbo import (
    EDGES,
    TOTALS,
    TOTALS_AT_ZEROS,
    ZERO_EDGES,
    Terms,
    Total,
    bound_inputs,
    everywhere,
    guarded_terms,
    is_distribution,
)
from assignments.bank.evidence import INF, log_joints
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import elbo as reference
from reference.arrays import Array

# --------------------------------------------------------------------------- reconstruction and KL


def _fits(q: Array, log_lik: Array, prior: Array) -> bool:
    return is_distribution(q) and is_distribution(prior) and q.shape == log_lik.shape == prior.shape


@check("elbo_reconstruction", reference=reference.elbo_reconstruction, domain=_fits)
def reconstruction(draw: Draw) -> Arguments:
    """Evidence lower bound, E_q log p(x|z) − KL(q‖p(z))."""
    K = draw.size(2, 7)
    return {"q": draw.distribution(K), "log_lik": log_joints(draw, K), "prior": draw.distribution(K)}


@check("elbo_reconstruction", id="elbo_reconstruction_zeros", reference=reference.elbo_reconstruction, domain=_fits)
def reconstruction_with_zeros(draw: Draw) -> Arguments:
    """The same where q or the prior is 0: a number or −inf, never nan."""
    K = draw.size(2, 7)
    q = draw.distribution(K, zeros=True)
    prior = draw.distribution(K, zeros=draw.choice((True, False, False)))
    return {"q": q, "log_lik": log_joints(draw, K), "prior": prior}


def triple(q: tuple[float, ...], log_lik: tuple[float, ...], prior: tuple[float, ...]) -> Arguments:
    return {"q": np.array(q), "log_lik": np.array(log_lik), "prior": np.array(prior)}


reconstruction.edges(
    triple((1.0,), (-0.5,), (1.0,)),
    triple((0.5, 0.5), (0.0, 0.0), (0.5, 0.5)),
    triple((0.25, 0.75), (-1.0, -2.0), (0.25, 0.75)),
    triple((0.25, 0.75), (-1.0, -2.0), (0.75, 0.25)),
    triple((0.75, 0.25), (0.0, 0.0), (0.5, 0.5)),
    triple((0.5, 0.5), (-3.0, -3.0), (0.125, 0.875)),
    triple((0.125,) * 8, (0.0, -1.0, -2.0, -3.0, -4.0, -5.0, -6.0, -7.0), (0.125,) * 8),
    triple((2.0**-10, 1 - 2.0**-10), (-1.0, -4.0), (0.5, 0.5)),
    triple((0.5, 0.5), (-1.0, -4.0), (2.0**-10, 1 - 2.0**-10)),
    triple((0.5, 0.25, 0.25), (-60.0, -1.0, -2.0), (0.25, 0.25, 0.5)),
    triple((0.25, 0.25, 0.5), (-30.0, -31.0, -32.0), (0.125, 0.375, 0.5)),
    triple((0.0625, 0.9375), (2.0, -2.0), (0.25, 0.75)),
)
reconstruction_with_zeros.edges(
    triple((0.25, 0.75), (-1.0, -2.0), (0.75, 0.25)),
    triple((0.5, 0.25, 0.25), (-6.0, -1.0, -2.0), (0.25, 0.25, 0.5)),
    triple((1.0, 0.0), (-1.0, -2.0), (0.5, 0.5)),
    triple((0.0, 1.0), (-1.0, -2.0), (0.25, 0.75)),
    triple((0.5, 0.0, 0.5), (-1.0, -1.0, -2.0), (0.25, 0.25, 0.5)),
    triple((0.5, 0.0, 0.5), (-1.0, -1.0, -2.0), (0.5, 0.0, 0.5)),
    triple((1.0, 0.0), (-1.0, -2.0), (1.0, 0.0)),
    triple((0.25, 0.0, 0.75), (-1.0, -1.0, -2.0), (0.75, 0.0, 0.25)),
    triple((0.5, 0.5), (-1.0, -2.0), (1.0, 0.0)),
    triple((0.5, 0.5, 0.0), (-1.0, -2.0, -3.0), (0.0, 0.5, 0.5)),
    triple((1.0, 0.0), (-1.0, -2.0), (0.0, 1.0)),
    triple((1.0, 0.0), (-1.0, -INF), (0.5, 0.5)),
    triple((0.0, 0.25, 0.75), (-INF, -1.0, -2.0), (0.5, 0.25, 0.25)),
    triple((0.5, 0.5), (-1.0, -INF), (0.25, 0.75)),
)


def reconstruction_terms(q: Array, log_lik: Array, prior: Array) -> Any:
    return q * log_lik - q * np.log(q / prior)


def guarded_reconstruction_terms(q: Array, log_lik: Array, prior: Array) -> Any:
    """Careful with log q, not with 0 · (−inf) or the prior."""
    return q * (log_lik - np.log(np.maximum(q, 1e-12)) + np.log(prior))


def clamped_reconstruction_terms(guard: float, q: Array, log_lik: Array, prior: Array) -> Any:
    return np.where(q > 0, q * log_lik, 0.0) - q * np.log((q + guard) / (prior + guard))


def swapped_terms(p: Array, q: Array) -> Any:
    return p * np.log(p / q)


def with_swapped_divergence(expectation: Total, divergence: Total, q: Array, log_lik: Array, prior: Array) -> Any:
    return expectation(lambda q, log_lik: q * log_lik, q, log_lik) - divergence(swapped_terms, prior, q)


def log_of_total(_q: Array, log_lik: Array, prior: Array) -> Any:
    return np.log((prior * np.exp(log_lik)).sum())


def average_over_prior(_q: Array, log_lik: Array, prior: Array) -> Any:
    return (prior * log_lik).sum()


RECONSTRUCTION_MISTAKES: tuple[tuple[str, Terms], ...] = (
    ("+ KL", lambda q, log_lik, prior: q * log_lik + q * np.log(q / prior)),
    ("the KL term is missing", lambda q, log_lik, prior: q * log_lik + 0 * prior),
    ("the expected log p(x|z) is missing: −KL alone", lambda q, _log_lik, prior: -q * np.log(q / prior)),
    ("the whole sign", lambda q, log_lik, prior: q * np.log(q / prior) - q * log_lik),
    ("log q is missing", lambda q, log_lik, prior: q * (log_lik + np.log(prior))),
    ("log p(z) is missing: the prior is not used", lambda q, log_lik, prior: q * (log_lik - np.log(q)) + 0 * prior),
    ("log p(x|z) is not weighted by q", lambda q, log_lik, prior: log_lik - q * np.log(q / prior)),
    ("KL without its weights q", lambda q, log_lik, prior: q * log_lik - np.log(q / prior)),
    ("logarithm of base 2", lambda q, log_lik, prior: q * log_lik - q * np.log2(q / prior)),
)
for _check, _totals in ((reconstruction, TOTALS), (reconstruction_with_zeros, TOTALS_AT_ZEROS)):
    symptom(_check, "input modified in place")(in_place)
    for _total in _totals:
        for _words, _terms in RECONSTRUCTION_MISTAKES:
            mistake(_check, _words)(partial(_total, _terms))
        for _divergence in TOTALS:
            mistake(_check, "KL swapped")(partial(with_swapped_divergence, _total, _divergence))
    mistake(_check, "log Σ prior·lik: log p(x) instead of the bound")(log_of_total)
    mistake(_check, "expectation over the prior, not over q")(average_over_prior)
mistake(reconstruction_with_zeros, "nan where q = 0")(partial(everywhere, reconstruction_terms))
mistake(reconstruction_with_zeros, "nan where q = 0")(partial(everywhere, guarded_reconstruction_terms))
for _guard in (1e-6, 1e-8, 1e-9, 1e-10, 1e-12):
    mistake(reconstruction_with_zeros, "clamped logs: finite where the prior is 0 and q is not")(
        partial(clamped_reconstruction_terms, _guard)
    )

# --------------------------------------------------------------------------- the entropy


@check("entropy", reference=reference.entropy, domain=is_distribution)
def entropy(draw: Draw) -> Arguments:
    """Entropy, H[q] = −Σ_z q(z) log q(z)."""
    return {"q": draw.distribution(draw.size(2, 9))}


@check("entropy", id="entropy_zeros", reference=reference.entropy, domain=is_distribution)
def entropy_with_zeros(draw: Draw) -> Arguments:
    """Entropy where some q(z) are 0, which add nothing."""
    return {"q": draw.distribution(draw.size(2, 9), zeros=True)}


entropy.edges(
    *({"q": edge["q"]} for edge in EDGES),
    {"q": np.full(64, 1 / 64)},
    {"q": np.array([1 - 3 * 2.0**-12, 2.0**-12, 2.0**-12, 2.0**-12])},
)
entropy_with_zeros.edges(
    *({"q": edge["q"]} for edge in ZERO_EDGES),
    {"q": np.eye(16)[3]},
    {"q": np.tile([0.125, 0.0], 8)},
)

ENTROPY_MISTAKES: tuple[tuple[str, Terms], ...] = (
    ("H = Σ q log q", lambda q: q * np.log(q)),
    ("logarithm of base 2", lambda q: -q * np.log2(q)),
    ("mean instead of sum", lambda q: -q * np.log(q) / len(q)),
    ("the logarithms are not weighted by q", lambda q: -np.log(q)),
    ("q² instead of q log q", lambda q: q * q),
    ("Gini index: Σ q (1−q)", lambda q: q * (1 - q)),
    ("sum over z and 1−z, as for Bernoullis", lambda q: -q * np.log(q) - (1 - q) * np.log(1 - q)),
)


def mean_of_all(q: Array) -> Any:
    return reference.entropy(q) / len(q)


def divided_by_largest(q: Array) -> Any:
    return reference.entropy(q) / np.log(len(q))


def not_summed(total: Total, q: Array) -> Any:
    del total
    return -q * np.log(q)


for _check in (entropy, entropy_with_zeros):
    symptom(_check, "input modified in place")(in_place)
    for _total in TOTALS:
        for _words, _terms in ENTROPY_MISTAKES:
            mistake(_check, _words)(partial(_total, _terms))
        mistake(_check, "the terms, not their sum")(partial(not_summed, _total))
    mistake(_check, "mean instead of sum")(mean_of_all)
    mistake(_check, "divided by log K")(divided_by_largest)
mistake(entropy_with_zeros, "nan where q = 0")(partial(everywhere, lambda q: -q * np.log(q)))

# --------------------------------------------------------------------------- expectation and entropy


def _joint_fits(q: Array, log_joint: Array) -> bool:
    return is_distribution(q) and q.shape == log_joint.shape


@check("elbo_entropy", reference=reference.elbo_entropy, domain=_joint_fits)
def with_entropy(draw: Draw) -> Arguments:
    """Evidence lower bound, E_q log p(x, z) + H[q]."""
    return bound_inputs(draw)


@check("elbo_entropy", id="elbo_entropy_zeros", reference=reference.elbo_entropy, domain=_joint_fits)
def with_entropy_and_zeros(draw: Draw) -> Arguments:
    """The same where q or p(x, z) is 0: a number or −inf, never nan."""
    K = draw.size(2, 7)
    return {"q": draw.distribution(K, zeros=True), "log_joint": log_joints(draw, K)}


with_entropy.edges(*EDGES)
with_entropy_and_zeros.edges(*ZERO_EDGES)

FORM_MISTAKES: tuple[tuple[str, Terms], ...] = (
    ("− H", lambda q, log_joint: q * log_joint + q * np.log(q)),
    ("the entropy is missing", lambda q, log_joint: q * log_joint),
    ("the expected log p(x, z) is missing: H alone", lambda q, _log_joint: -q * np.log(q)),
    ("the whole sign", lambda q, log_joint: q * np.log(q) - q * log_joint),
    ("log p(x, z) is not weighted by q", lambda q, log_joint: log_joint - q * np.log(q)),
    ("p(x, z) itself instead of its logarithm", lambda q, log_joint: q * np.exp(log_joint) - q * np.log(q)),
    ("logarithm of base 2 in the entropy", lambda q, log_joint: q * log_joint - q * np.log2(q)),
)
for _check, _totals in ((with_entropy, TOTALS), (with_entropy_and_zeros, TOTALS_AT_ZEROS)):
    symptom(_check, "input modified in place")(in_place)
    for _total in _totals:
        for _words, _terms in FORM_MISTAKES:
            mistake(_check, _words)(partial(_total, _terms))
mistake(with_entropy_and_zeros, "nan where q = 0")(
    partial(everywhere, lambda q, log_joint: q * log_joint - q * np.log(q))
)
mistake(with_entropy_and_zeros, "nan where q = 0 meets log_joint = −inf")(partial(everywhere, guarded_terms))
