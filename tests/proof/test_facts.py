from __future__ import annotations

import pytest

from grader.proof.bench import Bench, expression, gallery
from grader.proof.breaks import Fact
from grader.proof.claim import Limits, claim
from grader.proof.evaluating.scope import Clock
from grader.proof.facts import needs
from grader.proof.syntax import Vocabulary
from grader.proof.world import Draw, World

POSITIVE = Fact("positive", "x is positive")


def mostly_positive(draw: Draw, broken: str | None) -> World:
    """x is positive; where that is broken, in six worlds of seven."""
    x = draw.normal()
    return World(values={"x": x + 1.1 if broken else abs(x) + 0.1})


CLAIM = claim(
    "positive",
    "x is positive",
    world=mostly_positive,
    start="x",
    relation=">=",
    goal="0",
    facts=(POSITIVE,),
    limits=Limits(1, 1),
    vocabulary=Vocabulary(),
)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("hidden", ["|x|", r"\max(x, 0)", r"\sqrt{x^2}", r"x \llbracket x \ge 0 \rrbracket"])
def test_an_equality_that_hides_an_inequality_needs_its_fact(hidden, seed):
    bench = Bench(gallery(CLAIM, seed), Clock(5.0))
    x, other = (expression(latex, CLAIM.vocabulary) for latex in ("x", hidden))
    assert needs(bench, POSITIVE, "=", x, other)
    assert not needs(bench, POSITIVE, "=", x, expression("2x - x", CLAIM.vocabulary))
