"""Logistic regression from its definition, p(k|x; w) = S(k wᵀx)."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from reference.oracle.ball import Matrix, Vector, dot, exactly, gradient, matrix, sigmoid, total, vector


@exactly
def log_likelihood(w: Vector, X: Matrix, k: Vector) -> arb:
    """Σ_i log S(k_i wᵀx_i)."""
    return _log_likelihood(vector(w), matrix(X), vector(k))


@exactly
def log_likelihood_grad(w: Vector, X: Matrix, k: Vector) -> list[arb]:
    """The gradient (n,) of the log-likelihood."""
    return gradient(lambda at: _log_likelihood(at, matrix(X), vector(k)), vector(w))


def is_separating(w: Vector, X: Matrix, k: Vector) -> bool:
    """Whether every k_i wᵀx_i > 0, in rational arithmetic."""
    products = [[Fraction(float(a)) * Fraction(float(b)) for a, b in zip(w, x, strict=True)] for x in X]
    return all(float(label) * sum(row, Fraction(0)) > 0 for label, row in zip(k, products, strict=True))


@exactly
def regularised_log_likelihood(w: Vector, X: Matrix, k: Vector, lam: float) -> arb:
    """Σ_i log S(k_i wᵀx_i) - λ Σ_j w_j²."""
    return _regularised(vector(w), matrix(X), vector(k), arb(float(lam)))


@exactly
def regularised_log_likelihood_grad(w: Vector, X: Matrix, k: Vector, lam: float) -> list[arb]:
    """The gradient (n,) of the regularised log-likelihood: all but 0 at the answer of `fit`."""
    return gradient(lambda at: _regularised(at, matrix(X), vector(k), arb(float(lam))), vector(w))


def _log_likelihood(w: list[arb], X: list[list[arb]], k: list[arb]) -> arb:
    return total(sigmoid(label * dot(w, x)).log() for label, x in zip(k, X, strict=True))


def _regularised(w: list[arb], X: list[list[arb]], k: list[arb], lam: arb) -> arb:
    return _log_likelihood(w, X, k) - lam * dot(w, w)
