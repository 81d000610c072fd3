"""A decoder with D = 2 or 3 independent outputs: x̂ = x̂(z̃), and the probability of x given z̃."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from assignments.bank.worlds.normals import normal_density
from grader.proof.world import Argument, Draw, Family, Meaningless, Value, World

MOST_OUTPUTS = 3

# The mass or density of one output x_d, from x_d and x̂_d.
_Output = Callable[[Any, Any], Any]


def bernoulli_outputs(draw: Draw, broken: str | None) -> World:
    """Binary x, means x̂ in (0, 1).

    Broken: `factorisation` (p(x|z̃) is not the product of its components), `density` (the mass of an output is
    not what the formula says).
    """
    common = _common(draw)
    means, x = draw.between(0.02, 0.98, MOST_OUTPUTS), 0.5 + 0.5 * draw.sign(MOST_OUTPUTS)
    means, x = means[: common["D"]], x[: common["D"]]

    def mass(value: Any, mean: Any) -> Any:
        return 0.1 + 0.3 * value + 0.2 * mean**2 if broken == "density" else np.where(value == 1, mean, 1.0 - mean)

    return World(
        values={"x": x, "hat x": means, **common},
        ranges=dict.fromkeys("dij", common["D"]),
        densities={"p": _likelihood(x, means, mass, _whole(draw, broken))},
        formulas={"Bernoulli": mass},
        aliases={"tilde z": "z"},
        below={"p": frozenset({"theta"})},
        words={"x": x, "x̂": np.round(means, 3)},
    )


def normal_outputs(draw: Draw, broken: str | None) -> World:
    """Real x, means x̂, one σ for all; C_d and E_d as the sheet defines them.

    Broken: `factorisation`, `density` as for binary outputs; C_d and E_d stay what they are.
    """
    common = _common(draw)
    means, x = draw.between(-2.0, 2.0, MOST_OUTPUTS), draw.between(-2.0, 2.0, MOST_OUTPUTS)
    means, x = means[: common["D"]], x[: common["D"]]
    sigma = draw.between(0.5, 2.0)

    def density(value: Any, mean: Any, variance: Any) -> Any:
        true = normal_density(value, mean, variance)
        return 0.2 + 0.3 * np.sin(value - mean) ** 2 + 0.1 * variance if broken == "density" else true

    def output(value: Any, mean: Any) -> Any:
        return density(value, mean, sigma**2)

    constants = {
        "C": np.full(common["D"], 1.0 / (sigma * np.sqrt(2.0 * np.pi))),
        "E": np.full(common["D"], -0.5 / sigma**2),
    }
    return World(
        values={"x": x, "hat x": means, "sigma": sigma, **constants, **common},
        ranges=dict.fromkeys("dij", common["D"]),
        densities={"p": _likelihood(x, means, output, _whole(draw, broken))},
        formulas={"cal N": density},
        aliases={"tilde z": "z"},
        below={"p": frozenset({"theta"})},
        words={"x": np.round(x, 3), "x̂": np.round(means, 3), "σ": round(sigma, 3)},
    )


def _common(draw: Draw) -> dict[str, Any]:
    """The dimension; some z; and an output d, so that a line about a single one has a value."""
    outputs, z, d = draw.integer(2, MOST_OUTPUTS), draw.normal(), draw.unit()
    return {"D": outputs, "z": z, "d": 1 + int(d * outputs)}


def _whole(draw: Draw, broken: str | None) -> float | None:
    """p(x|z̃) where it does not factorise."""
    unrelated: float = draw.unrelated("p(x|z)")
    return unrelated if broken == "factorisation" else None


def _likelihood(x: Any, means: Any, output: _Output, whole: float | None) -> Family:
    """p(x|z̃), and p(x_d|z̃) of one output."""

    def family(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], _: object) -> Value:
        if [part.name for part in arguments] != ["x"] or [part.name for part in conditions] != ["z"]:
            raise Meaningless("only p(x|z) and its components p(x_d|z) are defined here")
        if arguments[0].indices:
            place = arguments[0].indices[0] - 1
            return float(output(x[place], means[place]))
        return float(np.prod(output(x, means))) if whole is None else whole

    return family
