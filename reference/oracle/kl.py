"""Kullback-Leibler divergences from their definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb

from reference.arrays import Broadcast
from reference.oracle.ball import Matrix, Vector, exactly, matrix, product, total, vector


@exactly
def kl_discrete(q: Vector, p: Vector) -> arb:
    """Σ_k q_k log(q_k / p_k)."""
    return discrete(vector(q), vector(p))


@exactly
def kl_factorised(qs: Matrix, ps: Matrix) -> arb:
    """Σ_i D(q_i‖p_i)."""
    return _added([discrete(q, p) for q, p in zip(matrix(qs), matrix(ps), strict=True)])


def joint(ps: Matrix) -> Any:
    """Π_i p_i(x_i) for all x, as nested lists of shape (K,) * n."""
    rows = np.asarray(ps)
    shape = (rows.shape[1],) * rows.shape[0]
    table = [_joint_probability([row[k] for row, k in zip(rows, x, strict=True)]) for x in np.ndindex(*shape)]
    return np.reshape(table, shape).tolist()


def kl_normal(mu_q: Broadcast, sigma_q: Broadcast, mu_p: Broadcast, sigma_p: Broadcast) -> Any:
    """log(σ_p/σ_q) + (σ_q² + (μ_q - μ_p)²) / (2σ_p²) - ½, nested lists of the broadcast shape."""
    return np.vectorize(_kl_normal, otypes=[np.float64])(mu_q, sigma_q, mu_p, sigma_p).tolist()


@exactly
def kl_bernoulli(q: Vector, p: Vector) -> arb:
    """Σ_i D(Bernoulli(q_i)‖Bernoulli(p_i))."""
    return _added([discrete([a, 1 - a], [b, 1 - b]) for a, b in zip(vector(q), vector(p), strict=True)])


def discrete(q: list[arb], p: list[arb]) -> arb:
    """Σ q log(q/p) over q > 0 in balls; +inf where q > 0 = p."""
    support = [(a, b) for a, b in zip(q, p, strict=True) if a > 0]
    if any(b == 0 for _, b in support):
        return arb.pos_inf()
    return total(a * (a / b).log() for a, b in support)


def _added(divergences: list[arb]) -> arb:
    """The sum; ball arithmetic has no exact +inf but as a summand alone."""
    if all(divergence.is_finite() for divergence in divergences):
        return total(divergences)
    return arb.pos_inf()


@exactly
def _joint_probability(factors: Vector) -> arb:
    return product(vector(factors))


@exactly
def _kl_normal(mu_q: float, sigma_q: float, mu_p: float, sigma_p: float) -> arb:
    m_q, s_q, m_p, s_p = vector([mu_q, sigma_q, mu_p, sigma_p])
    return (s_p / s_q).log() + (s_q**2 + (m_q - m_p) ** 2) / (2 * s_p**2) - arb(0.5)
