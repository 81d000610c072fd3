"""Distances d_p and d_n of a positive and a negative example, a margin, and logistic noise Z."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.bank.worlds.univariate import univariate
from grader.proof.world import Draw, Law, Line, World

_NEGATIVE, _POSITIVE = 1, 2
_DENSITIES = ("f", "p")  # the density of Z by either name; the p of d_p is an index


def pair(draw: Draw, _: str | None) -> World:
    """Any two distances, equal, nearly equal or further apart than the margin in some worlds, and a margin a > 0."""
    nearest, gap, a = draw.between(0.0, 5.0), draw.between(-3.0, 3.0), draw.between(0.05, 3.0)
    d_p = nearest + _apart(gap, a, draw.unrelated("case"))
    return World(
        values={"d": np.array([nearest, d_p]), "a": a, "n": _NEGATIVE, "p": _POSITIVE},
        words={"d_n": round(nearest, 4), "d_p": round(d_p, 4), "a": round(a, 4)},
    )


def _apart(gap: float, a: float, case: float) -> float:
    """What d_p exceeds d_n by. `case` depends on a world's number only, so that none is left out by chance: a line may
    be wrong in one of them alone.
    """
    if case > 0.85:
        return -a - abs(gap)
    if case > 0.7:
        return a + abs(gap)
    if case > 0.5:
        return 1e-3 * abs(gap)
    return 0.0 if case > 0.3 else gap


def logistic_noise(draw: Draw, broken: str | None) -> World:
    """Two distances and Z with the distribution function F and the density f, of scale τ.

    Broken: `logistic` (Z has a Cauchy distribution; F and f follow it).
    """
    distances, tau = draw.between(0.0, 5.0, 2), draw.between(0.3, 2.5)
    law = _cauchy(tau) if broken == "logistic" else _logistic(tau)
    line, cumulative, density = law
    return World(
        values={"d": distances, "tau": tau, "n": _NEGATIVE, "p": _POSITIVE},
        domains={"Z": line},
        densities={name: univariate(name, "Z", density) for name in _DENSITIES},
        functions={"S": sigmoid, "F": cumulative},
        laws={"Z": Law(("Z",)), "": Law(("Z",))},
        aliases=dict.fromkeys("ztu", "Z"),
        alone=dict.fromkeys(_DENSITIES, ("Z",)),
        below=dict.fromkeys(_DENSITIES, frozenset({"Z"})),
        words={"d_n": round(distances[0], 3), "d_p": round(distances[1], 3), "τ": round(tau, 3)},
    )


def sigmoid(t: Any) -> Any:
    """1 / (1 + exp(-t))."""
    return 1.0 / (1.0 + np.exp(-t))


def _logistic(tau: float) -> tuple[Line, Any, Any]:
    """Quantiles, distribution function and density."""
    line = Line(lambda u: float(tau * np.log(u / (1.0 - u))), lambda u: float(tau / (u * (1.0 - u))))
    return line, lambda t: sigmoid(t / tau), lambda t: sigmoid(t / tau) * sigmoid(-t / tau) / tau


def _cauchy(tau: float) -> tuple[Line, Any, Any]:
    line = Line(lambda u: float(tau * np.tan(np.pi * (u - 0.5))), lambda u: float(tau * np.pi / np.sin(np.pi * u) ** 2))
    return line, lambda t: 0.5 + np.arctan(t / tau) / np.pi, lambda t: tau / (np.pi * (tau**2 + t**2))
