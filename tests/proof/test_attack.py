from __future__ import annotations

from dataclasses import replace

import pytest

from grader.proof.attack import attack
from grader.proof.bench import Bench, Gallery, expression
from grader.proof.claim import Sides
from grader.proof.evaluating.scope import Clock
from grader.proof.syntax import Vocabulary
from grader.proof.world import World


def two_numbers(draw, broken):
    """a and b, each between 0 and 1, mostly far from the ends."""
    a, b = draw.between(0.0, 1.0), draw.between(0.0, 1.0)
    return World(values={"a": a, "b": b}, words={"a": a, "b": b})


@pytest.fixture
def bench(gibbs):
    numbers = replace(gibbs, world=two_numbers, sides=(Sides("a", "b"),), facts=(), vocabulary=Vocabulary())
    return Bench(Gallery(numbers, 0), Clock(20.0))


def refuted(bench, left, relation, right):
    return attack(bench, relation, expression(left, Vocabulary()), expression(right, Vocabulary()))


# False only near a = 0.9, b = 0.1: no ordinary world is there.
RARE = (r"(a - \frac{9}{10})^2 + (b - \frac{1}{10})^2", r"\frac{1}{1000}")


def test_rare_violations_are_found(bench):
    left, right = RARE
    assert bench.failing(">=", expression(left, Vocabulary()), expression(right, Vocabulary())) is None
    found = refuted(bench, left, ">=", right)
    assert found is not None
    assert found.world.values["a"] == pytest.approx(0.9, abs=0.04)
    assert refuted(bench, right, "<=", left) is not None


def test_true_inequalities_survive(bench):
    assert refuted(bench, r"a^2 + b^2", ">=", "2ab") is None
    assert refuted(bench, "2ab", "<=", r"a^2 + b^2") is None
    assert refuted(bench, "a + 1", ">", "a") is None


def test_equality_in_ordinary_worlds_refutes_a_strict_relation(bench):
    assert refuted(bench, r"\max(a, b)", ">", "a") is not None
    assert refuted(bench, r"\max(a, b)", ">=", "a") is None


def test_the_same_world_is_found_again(bench):
    first, second = (refuted(bench, RARE[0], ">=", RARE[1]) for _ in range(2))
    assert first.tape.tolist() == second.tape.tolist()
