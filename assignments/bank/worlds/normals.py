"""Two univariate normal distributions, integrated at the nodes of a Gauss-Hermite rule for the first."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.bank.worlds.univariate import univariate
from grader.proof.world import Draw, Law, Points, World

# Exact for q times a polynomial of degree 11.
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(6)


def normals(draw: Draw, broken: str | None) -> World:
    """q = N(μ_1, σ_1²) and p = N(μ_2, σ_2²), x real.

    Broken: `density` (neither is normal any more, though q keeps its moments: the integral's weights follow it),
    `moments` (mean and variance of q are not what its formula says; it still integrates to one, so that constants
    leave the integral).
    """
    mu, sigma = draw.between(-1.5, 1.5, 2), draw.between(0.6, 1.9, 2)
    nodes = mu[0] + sigma[0] * _NODES

    def q(x: Any) -> Any:
        bend = np.exp(0.4 * np.sin(2.0 * x + 1.0)) if broken == "density" else 1.0
        return normal_density(x, mu[0], sigma[0] ** 2) * bend

    def p(x: Any) -> Any:
        bend = np.exp(0.4 * np.cos(1.7 * x)) if broken == "density" else 1.0
        return normal_density(x, mu[1], sigma[1] ** 2) * bend

    weights = _WEIGHTS / np.sqrt(2.0 * np.pi) / q(nodes)
    if broken == "moments":
        weights = weights * (1.0 + 0.3 * np.sin(3.0 * nodes + draw.unrelated("moments")))
        weights = weights / (weights @ q(nodes))
    return World(
        values={"mu": mu, "sigma": sigma},
        domains={"x": Points(tuple(nodes.tolist()), tuple(weights.tolist()))},
        densities={"q": univariate("q", "x", q), "p": univariate("p", "x", p)},
        formulas={"cal N": normal_density},
        laws={"": Law(("x",), "q"), "x": Law(("x",), "q")},
        alone={"q": ("x",), "p": ("x",)},
        words={"μ": np.round(mu, 3), "σ": np.round(sigma, 3)},
    )


def normal_density(x: Any, mean: Any, variance: Any) -> Any:
    """N(x; mean, variance)."""
    return np.exp(-((x - mean) ** 2) / (2.0 * variance)) / np.sqrt(2.0 * np.pi * variance)
