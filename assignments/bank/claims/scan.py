"""Backpropagation through a scan."""

from __future__ import annotations

from assignments.bank.worlds import scan as worlds
from grader.proof.breaks import Fact
from grader.proof.claim import Ask, Limits, claim
from grader.proof.syntax import Vocabulary

CHAIN_RULE = Fact("chain rule", "the chain rule")
SCAN = Fact("scan", "the definition of the scan: ∂y_j/∂x_i is 1 for i ≤ j, else 0")

scan = claim(
    "scan",
    "The gradient with respect to a scan's input",
    ask=Ask.COMPUTE,
    world=worlds.scan,
    start=r"\frac{\partial L}{\partial x_i}",
    relation="=",
    goal=r"\sum_{j\geq i}\frac{\partial L}{\partial y_j}",
    facts=(CHAIN_RULE, SCAN),
    limits=Limits(most=1, least=2),
    vocabulary=Vocabulary(vectors=frozenset({"x", "y"})),
    goal_without=("L/x", "y/x"),
)
