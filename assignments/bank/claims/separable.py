"""Scaling up weights that separate the data raises the likelihood."""

from __future__ import annotations

from assignments.bank.worlds import separable as worlds
from grader.proof.breaks import DERIVATIVE, Fact
from grader.proof.claim import Limits, Sides, claim
from grader.proof.syntax import Vocabulary

SIGMOID = Fact("sigmoid", "log S is increasing, its derivative is 1 - S")
SEPARATION = Fact("separation", "w separates the data")

# Without the derivative the proof is one line, every term being larger, and so that line is accepted.
separable = claim(
    "separable",
    "Scaling up separating weights raises the likelihood",
    world=worlds.separable,
    start=r"\frac{d}{ds}\sum_i \log S(s k_i w^T x_i)",
    relation=">",
    goal="0",
    alternatives=(
        Sides(r"\sum_i \log S(s k_i w^T x_i)", r"\sum_i \log S(k_i w^T x_i)", limits=Limits(most=2, least=1)),
    ),
    facts=(DERIVATIVE, SIGMOID, SEPARATION),
    limits=Limits(most=2, least=2),
    vocabulary=Vocabulary(
        functions=frozenset({"S", "S'"}), parameters=frozenset({"s"}), vectors=frozenset({"w", "x", "k"})
    ),
)
