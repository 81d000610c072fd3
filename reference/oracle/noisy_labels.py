"""Noisy labels from the definition: the likelihood of a label is marginalised over the true one."""

from __future__ import annotations

from flint import arb

from reference.oracle.ball import Vector, derivative, exactly, sigmoid, total, vector


@exactly
def noisy_log_likelihood(scores: Vector, t: Vector, eps: float) -> arb:
    """Σ_i log Σ_k p(t_i|k) S(k f_i)."""
    return log_likelihood(vector(scores), vector(t), arb(float(eps)))


@exactly
def soft_label_cross_entropy(scores: Vector, t: Vector, eps: float) -> arb:
    """-Σ_i Σ_k p_i(k) log S(k f_i)."""
    return cross_entropy(vector(scores), vector(t), arb(float(eps)))


@exactly
def noisy_nll_value(logits: Vector, t: Vector, eps: float) -> arb:
    """Minus the log-likelihood."""
    return -log_likelihood(vector(logits), vector(t), arb(float(eps)))


@exactly
def noisy_nll_gradient(logits: Vector, t: Vector, eps: float) -> list[arb]:
    """The gradient (m,) of minus the log-likelihood."""
    # Each term depends on its own logit alone.
    return [_nll_slope(logit, label, arb(float(eps))) for logit, label in zip(vector(logits), vector(t), strict=True)]


def log_likelihood(scores: list[arb], t: list[arb], eps: arb) -> arb:
    """The log-likelihood in balls."""
    return total(
        ((1 - eps) * sigmoid(label * score) + eps * sigmoid(-label * score)).log()
        for score, label in zip(scores, t, strict=True)
    )


def cross_entropy(scores: list[arb], t: list[arb], eps: arb) -> arb:
    """The cross-entropy in balls."""
    return -total(
        (1 - eps) * sigmoid(label * score).log() + eps * sigmoid(-label * score).log()
        for score, label in zip(scores, t, strict=True)
    )


def _nll_slope(logit: arb, label: arb, eps: arb) -> arb:
    return derivative(lambda at: -log_likelihood([at], [label], eps), logit)
