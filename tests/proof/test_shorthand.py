"""Distributions written without brackets: which one is meant, and what nobody can say."""

from __future__ import annotations

import numpy as np
import pytest

from grader.proof.bench import expression
from grader.proof.families import conditional, counted
from grader.proof.rendering.plain import plain
from grader.proof.shorthand import completed, written_out
from grader.proof.syntax import Density, Symbol, Vocabulary
from grader.proof.world import Meaningless, World

VOCABULARY = Vocabulary(
    densities=frozenset({"p", "q", "r"}), parameters=frozenset({"phi", "theta"}), domains=frozenset({"z"})
)
BELOW = {"p": frozenset({"theta"}), "q": frozenset({"phi"})}
ONE = World(domains={"z": counted(2), "x": counted(2)}, alone={"q": ("z|x",)}, below=BELOW, aliases={"tilde z": "z"})
BOTH = World(domains={"z": counted(2), "x": counted(2)}, alone={"q": ("z", "z|x"), "p": ("z",)}, below=BELOW)
VECTOR = World(
    domains={"x": counted(2)},
    components={"x": counted(2)},
    densities={"r": conditional("r", "x", (), np.array([0.5, 0.5]))},
    alone={"r": ("x",)},
)


def out(latex, world):
    return written_out(expression(latex, VOCABULARY), world)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (r"\mathbb{E}_q[z]", r"\mathbb{E}_{q(z|x)}[z]"),
        (r"\mathbb{E}_{q_\phi}[z]", r"\mathbb{E}_{q_\phi(z|x)}[z]"),
        (r"\mathbb{E}_{z\sim q_\varphi}[z]", r"\mathbb{E}_{z\sim q_\phi(z|x)}[z]"),
        (r"\mathbb{E}_{\tilde z\sim q}[1]", r"\mathbb{E}_{\tilde z\sim q(\tilde z|x)}[1]"),
        (r"\mathbb{H}[q_\phi(\cdot|x)]", r"\mathbb{H}[q_\phi(z|x)]"),
        (r"\mathrm{KL}[q\|p(z)] + 1", r"\mathrm{KL}[q(z|x)\|p(z)] + 1"),
        (r"\sum_z q \log q", r"\sum_z q(z|x) \log q(z|x)"),
    ],
)
def test_a_letter_of_one_distribution_means_it(short, long):
    assert out(short, ONE) == out(long, ONE)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (r"\mathrm{KL}[q\|p]", r"\mathrm{KL}[q(z)\|p(z)]"),
        (r"\mathbb{E}_q[\frac{p(z)}{q(z)}]", r"\mathbb{E}_{q(z)}[\frac{p(z)}{q(z)}]"),
        (r"\mathbb{E}_q[\frac{p(x,z)}{q(z|x)}]", r"\mathbb{E}_{q(z|x)}[\frac{p(x,z)}{q(z|x)}]"),
        (r"\mathbb{E}_{z\sim q}[\log q(z|x)]", r"\mathbb{E}_{z\sim q(z|x)}[\log q(z|x)]"),
        (
            r"\mathbb{E}_q[\log p(x,z)] - \mathbb{E}_q[\log q(z|x)]",
            r"\mathbb{E}_{q(z|x)}[\log p(x,z)] - \mathbb{E}_{q(z|x)}[\log q(z|x)]",
        ),
        (
            r"\mathbb{E}_q[\log q(z)] - \mathbb{E}_q[\log q(z|x)]",
            r"\mathbb{E}_{q(z)}[\log q(z)] - \mathbb{E}_{q(z|x)}[\log q(z|x)]",
        ),
        (r"\mathbb{H}[q(\cdot|x)]", r"\mathbb{H}[q(z|x)]"),
    ],
)
def test_of_several_the_one_written_out_beside_it_is_meant(short, long):
    assert out(short, BOTH) == out(long, BOTH)


@pytest.mark.parametrize(
    "latex", [r"\mathbb{E}_q[\log p(x,z)]", r"\mathbb{H}[q] + \log p(x)", r"\mathbb{E}_q[\log\frac{q(z)}{q(z|x)}]"]
)
def test_what_could_be_either_stays_short_and_is_refused(latex):
    assert out(latex, BOTH) == expression(latex, VOCABULARY)
    with pytest.raises(Meaningless, match=r"'q' could be q\(z\) or q\(z\|x\) here: write out which"):
        completed(Density("q"), BOTH)


def test_what_is_not_declared_is_refused():
    for density in (Density("p"), Density("q", (), (Symbol("y"),))):
        with pytest.raises(Meaningless, match="needs its arguments here"):
            completed(density, ONE)


def test_the_index_below_a_letter_is_its_component():
    assert out(r"\sum_i \mathrm{KL}[r_i\|r]", VECTOR) == out(r"\sum_i \mathrm{KL}[r(x_i)\|r(x)]", VECTOR)


def test_the_choice_can_be_seen():
    assert "q_φ(z|x)" in plain(out(r"\mathbb{E}_{q_\phi}[z]", ONE))
