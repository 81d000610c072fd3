"""Backpropagation through a scan."""

from __future__ import annotations

from assignments.bank.worlds import scan as worlds
from grader.proof.breaks import Fact
from grader.proof.claim import Ask, Limits, claim
from grader.proof.syntax import Vocabulary

CHAIN_RULE = Fact("chain rule", "the chain rule")
BEFORE = Fact("before", "∂y_j/∂x_i is 0 for j < i")
AFTER = Fact("after", "∂y_j/∂x_i is 1 for j ≥ i")

# Many write the chain rule for j ≥ i only, which uses two facts, and the derivative 1 in the next line. So the
# definition of the scan counts as two facts, of which a line may use two: from start to goal it would be three.
scan = claim(
    "scan",
    "The gradient with respect to a scan's input",
    ask=Ask.COMPUTE,
    world=worlds.scan,
    start=r"\frac{\partial L}{\partial x_i}",
    relation="=",
    goal=r"\sum_{j\geq i}\frac{\partial L}{\partial y_j}",
    facts=(CHAIN_RULE, BEFORE, AFTER),
    limits=Limits(most=2, least=2),
    vocabulary=Vocabulary(vectors=frozenset({"x", "y"})),
    goal_without=("L/x", "y/x"),
    kept_back="its examples would tell how to program the backward pass",
)
