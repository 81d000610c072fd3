"""Noisy labels for logistic regression: the scores are wᵀx_i."""

from __future__ import annotations

from flint import arb

from reference.oracle.ball import Matrix, Vector, dot, exactly, matrix, vector
from reference.oracle.noisy_labels import cross_entropy, log_likelihood


@exactly
def noisy_log_likelihood(w: Vector, X: Matrix, t: Vector, eps: float) -> arb:
    """Σ_i log Σ_k p(t_i|k) S(k wᵀx_i)."""
    return log_likelihood([dot(vector(w), x) for x in matrix(X)], vector(t), arb(float(eps)))


@exactly
def soft_label_cross_entropy(w: Vector, X: Matrix, t: Vector, eps: float) -> arb:
    """-Σ_i Σ_k p_i(k) log S(k wᵀx_i)."""
    return cross_entropy([dot(vector(w), x) for x in matrix(X)], vector(t), arb(float(eps)))
