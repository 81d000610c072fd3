"""A Hopfield network's energy does not rise when a neuron is updated."""

from __future__ import annotations

from assignments.bank.worlds import hopfield as worlds
from grader.proof.breaks import DEFINITION, Fact
from grader.proof.claim import Definition, Limits, claim
from grader.proof.syntax import Vocabulary

SYMMETRY = Fact("symmetry", "the symmetry of W")
BINARY = Fact("binary", "outputs are -1 or 1, so that their square is 1")
UPDATE = Fact("update", "the update rule")

# Two facts a step, not the three that symmetry, x = ±1 and the update rule make together: else the definition and
# then all the rest in one step would be a proof. Every correct derivation at hand keeps to it.
hopfield = claim(
    "hopfield",
    "The energy does not rise when a neuron is updated",
    world=worlds.hopfield,
    start=r"\mathcal{H}(x') - \mathcal{H}(x)",
    relation="<=",
    goal="0",
    facts=(DEFINITION, SYMMETRY, BINARY, UPDATE),
    limits=Limits(most=2, least=2),
    vocabulary=Vocabulary(
        functions=frozenset({"cal H", "sign"}), vectors=frozenset({"x", "x'"}), matrices=frozenset({"W"})
    ),
    kept_back="its examples would tell how to program the update",
    definitions=(Definition("cal H", r"-\frac12 x^T W x", ("x",)),),
)
