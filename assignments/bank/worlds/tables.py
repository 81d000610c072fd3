"""A generative model p(x, z) and an encoder q(z|x) over finitely many values, both with parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.proof.families import conditional, counted, joint, unrelated
from grader.proof.world import Argument, Draw, Family, Value, World, softmax

XS, ZS = 2, 3
_SAME = 4  # in one world of so many q and p are the same, so that a divergence is zero
_PARAMETERS = {"p": frozenset({"theta"}), "q": frozenset({"phi"})}


def tables(draw: Draw, broken: str | None) -> World:
    """p_θ(x, z) and q_φ(z|x) of full support, x given.

    Broken: `normalisation` (q does not sum to one, by a factor that depends on φ), `bayes` (the joint, marginal
    and conditional distributions p have nothing to do with each other).
    """
    phi = draw.parameter("phi", _bounded(draw.normal(XS, ZS)))
    theta = draw.parameter("theta", _bounded(draw.normal(XS * ZS)))
    x = draw.integer(0, XS - 1)
    q = np.exp(phi) if broken == "normalisation" else softmax(phi)
    p = softmax(theta).reshape(XS, ZS)
    family = unrelated("p", "xz", (XS, ZS), draw) if broken == "bayes" else joint("p", "xz", p)
    return World(
        values={"x": x},
        domains={"x": counted(XS), "z": counted(ZS)},
        densities={"p": family, "q": conditional("q", "z", "x", q)},
        aliases={"tilde z": "z"},
        alone={"q": ("z|x",)},
        below=_PARAMETERS,
        words={"x": x, "q(z|x)": np.round(q[x].real, 3), "p(x,z)": np.round(p[x].real, 3)},
    )


def tables_with_zeros(draw: Draw, broken: str | None) -> World:
    """The same without parameters, and a q(z) beside q(z|x): a value of z may be impossible for all of them, and q be the
    same as p.

    Broken: `q sums to one`; `p sums to one` (p(x) and p(z) are no marginals, but the product rule holds, so that
    p(z|x) does not sum to one either); `bayes` as before.
    """
    support = _support(draw)
    p = _restricted(draw.simplex(XS * ZS).reshape(XS, ZS), support)
    given, alone = _restricted(draw.simplex(XS, ZS), support), _restricted(draw.simplex(ZS), support)
    p, given, alone = p / p.sum(), given / given.sum(axis=1, keepdims=True), alone / alone.sum()
    x = draw.integer(0, XS - 1)
    if draw.integer(1, _SAME) == 1 and broken is None:
        given, alone = p / p.sum(axis=1, keepdims=True), p.sum(axis=0)
    factor = float(np.exp(draw.sign() * (0.4 + 0.5 * draw.unit())))
    if broken == "q sums to one":
        given, alone = given * factor, alone * factor
    family = unrelated("p", "xz", (XS, ZS), draw) if broken == "bayes" else joint("p", "xz", p)
    if broken == "p sums to one":
        family = _no_marginals(family, factor)
    return World(
        values={"x": x},
        domains={"x": counted(XS), "z": counted(ZS)},
        densities={"p": family, "q": _either(conditional("q", "z", "x", given), conditional("q", "z", "", alone))},
        alone={"p": ("z",), "q": ("z", "z|x")},
        below=_PARAMETERS,
        words={"x": x, "q(z|x)": np.round(given[x], 3), "q(z)": np.round(alone, 3), "p(x,z)": np.round(p, 3)},
    )


def _bounded(logits: Any) -> Any:
    return 4.0 * np.tanh(logits / 4.0)


def _support(draw: Draw) -> Any:
    """Which z are possible: all of them in one world of two."""
    impossible = draw.integer(0, 2 * ZS - 1)
    return np.arange(ZS) != impossible


def _restricted(table: Any, support: Any) -> Any:
    return np.where(support, table, 0.0)


def _either(given: Family, alone: Family) -> Family:
    def family(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], subscripts: Any) -> Value:
        return (given if conditions else alone)(arguments, conditions, subscripts)

    return family


def _no_marginals(family: Family, factor: float) -> Family:
    """p(x) too small and p(z) too large by the factor, and the conditionals as the product rule then wants them."""
    marginals: Mapping[str, float] = {"x": 1.0 / factor, "z": factor}

    def scaled(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], subscripts: Any) -> Value:
        named = [str(part.name) for part in (conditions or arguments)]
        scale = marginals.get(named[0], 1.0) if len(named) == 1 else 1.0
        value = family(arguments, conditions, subscripts)
        return value / scale if conditions else value * scale

    return scaled
