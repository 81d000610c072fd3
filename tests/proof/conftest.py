"""Three claims that no sheet asks for, and a few that show one rule each: what a course would declare."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from grader.proof.breaks import CONCAVITY, DEFINITION, LOG, NORMALISATION, Fact
from grader.proof.claim import Claim, Limits, claim
from grader.proof.families import conditional, counted
from grader.proof.judge import judge_derivation
from grader.proof.judgement import Judgement
from grader.proof.syntax import Vocabulary
from grader.proof.world import Draw, Law, Points, World

MEAN = Fact("mean", "μ is the expectation of X")
LARGEST = Fact("largest", "the largest term is one of the sum, and the others are positive")


def two_tables(draw: Draw, broken: str | None) -> World:
    """Distributions p and q of a variable with four values."""
    q, p = draw.simplex(4), draw.simplex(4)
    if broken == "normalisation":
        q, p = q * np.exp(0.3 + draw.positive()), p * np.exp(-0.3 - draw.positive())
    return World(
        domains={"z": counted(4)},
        densities={"q": conditional("q", "z", (), q), "p": conditional("p", "z", (), p)},
        alone={"q": ("z",), "p": ("z",)},
        words={"q": q, "p": p},
    )


def one_variable(draw: Draw, broken: str | None) -> World:
    """X with three real values and their probabilities."""
    points, chances = draw.normal(3), draw.simplex(3)
    chances = chances * (1.4 if broken == "normalisation" else 1.0)
    mean = float(points @ chances) + (0.7 if broken == "mean" else 0.0)
    return World(
        domains={"X": Points(tuple(points.tolist()), tuple(chances.tolist()))},
        laws={"": Law(("X",))},
        values={"mu": mean},
        words={"X": points, "P(X)": chances, "μ": mean},
    )


def real_vector(draw: Draw, broken: str | None) -> World:
    """x with three real entries; m is its largest."""
    x = draw.normal(3)
    largest = float(x.max()) + (0.8 + draw.positive() if broken == "largest" else 0.0)
    return World(ranges={"i": 3, "j": 3}, values={"x": x, "m": largest, "n": 3}, words={"x": x})


TABLES = Vocabulary(densities=frozenset({"p", "q"}), parameters=frozenset({"theta", "phi"}), domains=frozenset({"z"}))
CROSS_ENTROPY = claim(
    "cross",
    "cross-entropy = entropy + KL",
    world=two_tables,
    start=r"-\sum_z q(z) \log p(z)",
    relation="=",
    goal=r"\mathbb{H}[q] + \mathrm{KL}[q\|p]",
    facts=(LOG, DEFINITION),
    limits=Limits(most=1, least=2),
    vocabulary=TABLES,
)
VARIANCE = claim(
    "variance",
    "E[(X-μ)²] = E[X²] - μ²",
    world=one_variable,
    start=r"\mathbb{E}[(X-\mu)^2]",
    relation="=",
    goal=r"\mathbb{E}[X^2] - \mu^2",
    facts=(NORMALISATION, MEAN),
    limits=Limits(most=1, least=2),
    vocabulary=Vocabulary(domains=frozenset({"X"})),
)
LOG_SUM_EXP = claim(
    "lse",
    "log-sum-exp ≥ max",
    world=real_vector,
    start=r"\log \sum_i e^{x_i}",
    relation=">=",
    goal="m",
    facts=(LARGEST, LOG),
    limits=Limits(most=1, least=2),
    vocabulary=Vocabulary(vectors=frozenset({"x"})),
)
GIBBS = claim(
    "gibbs",
    "KL ≥ 0",
    world=two_tables,
    start=r"\mathrm{KL}[q\|p]",
    relation=">=",
    goal="0",
    facts=(NORMALISATION, LOG, CONCAVITY, DEFINITION),
    limits=Limits(most=2, least=3),
    vocabulary=TABLES,
)


@pytest.fixture(scope="session")
def cross_entropy() -> Claim:
    return CROSS_ENTROPY


@pytest.fixture(scope="session")
def variance() -> Claim:
    return VARIANCE


@pytest.fixture(scope="session")
def log_sum_exp() -> Claim:
    return LOG_SUM_EXP


@pytest.fixture(scope="session")
def gibbs() -> Claim:
    return GIBBS


@pytest.fixture
def judge() -> Callable[..., Judgement]:
    """Judges the lines of one chain."""

    def judged(subject: Claim, *lines: str, seed: int = 0, seconds: float = 5.0) -> Judgement:
        return judge_derivation(subject, [lines], seed=seed, seconds=seconds)

    return judged
