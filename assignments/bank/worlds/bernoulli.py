"""A Bernoulli variable z with mean β, and an i.i.d. sample z_1 … z_m of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.bank.worlds.univariate import univariate
from grader.proof.world import Draw, Family, Law, Points, Samples, World


def bernoulli(draw: Draw, broken: str | None) -> World:
    """q_β(z) = β^z (1 - β)^(1 - z), z in {0, 1}, β in (0, 1).

    Broken: `density` (q is another function of β), `binary` (z takes two other values), `moments` (z is not
    distributed like q), `independence` (the z_i have this distribution, but are correlated).
    """
    beta = draw.parameter("beta", draw.between(0.08, 0.92))
    count = draw.integer(2, 4)
    mean = 0.25 + 0.5 * beta**2 if broken == "density" else beta
    law = Law(("z",), "law of z" if broken == "moments" else "q")
    centre, correlated = float(np.real(mean)), broken == "independence"
    return World(
        values={"beta": beta, "m": count},
        ranges={"i": count, "j": count, "k": count},
        domains={"z": Points((0.3, 0.8) if broken == "binary" else (0.0, 1.0))},
        densities={"q": _mass(mean), "law of z": _mass(draw.unrelated("law of z"))},
        laws=dict.fromkeys(("", "z", "beta", "q"), law),
        samples={"z": Samples(count, law, _correlated(centre) if correlated else None)},
        alone={"q": ("z",)},
        below={"q": frozenset({"beta"})},
        words={"β": round(float(np.real(beta)), 4), "m": count},
    )


def _mass(mean: Any) -> Family:
    return univariate("q", "z", lambda z: mean**z * (1.0 - mean) ** (1.0 - z))


def _correlated(mean: float) -> Any:
    """Each z_i has the mean, but any two of them tend to agree."""

    def joint(drawn: tuple[float, ...]) -> float:
        z = np.array(drawn)
        away = z - mean
        pairs = 0.5 * (away.sum() ** 2 - (away**2).sum())
        return float(np.prod(np.where(z == 1.0, mean, 1.0 - mean)) * (1.0 + 0.7 * pairs))

    return joint
