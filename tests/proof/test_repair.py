from __future__ import annotations

from dataclasses import replace

import pytest

from grader.proof.bench import Bench, Gallery, expression
from grader.proof.claim import Sides
from grader.proof.evaluating.scope import Clock
from grader.proof.repair import hint
from grader.proof.syntax import Vocabulary
from tests.proof.conftest import TABLES
from tests.proof.test_attack import RARE, two_numbers


@pytest.fixture
def numbers(gibbs):
    """What is said of a step between expressions of a and b, each between 0 and 1, in a claim with ≥."""
    claim = replace(gibbs, world=two_numbers, sides=(Sides("a", "b"),), facts=(), vocabulary=Vocabulary())
    bench = Bench(Gallery(claim, 0), Clock(20.0))
    return lambda left, relation, right: hint(
        bench, relation, *(expression(side, Vocabulary()) for side in (left, right))
    )


@pytest.fixture
def tables(cross_entropy):
    bench = Bench(Gallery(cross_entropy, 0), Clock(20.0))
    return lambda left, relation, right: hint(bench, relation, *(expression(side, TABLES) for side in (left, right)))


def test_another_relation_is_named_where_it_holds(numbers):
    assert numbers("a^2 + b^2", "=", "2ab") == "the two sides differ, always in the same direction: was ≥ meant?"
    assert numbers("2ab", "=", "a^2 + b^2") == "the two sides differ, always in the same direction: was ≤ meant?"
    assert numbers("2ab", ">=", "a^2 + b^2") == "the inequality points the other way"


def test_another_relation_that_is_false_in_rare_worlds_is_not_named(numbers):
    assert numbers(RARE[0], "=", RARE[1]) == ""
    assert numbers(RARE[0], "<=", RARE[1]) == ""


def test_a_sign_may_mend_an_inequality(numbers):
    assert numbers("a", ">=", "a^2 + b") == "the sign of term 2 is wrong (right side)"


def test_what_signs_alone_make_true_is_no_repair(numbers):
    assert numbers("a", ">=", "3b") == ""
    assert numbers("-a", "<=", "-3b") == ""
    assert numbers("0", "=", "a + a") != "the sign of term 1 is wrong (right side)"
    assert "sign" not in numbers("0", "=", "a + a")


def test_the_left_side_is_never_blamed(tables):
    swapped = r"\sum_z p(z) \log \frac{p(z)}{q(z)}"
    assert tables(r"\mathrm{KL}[q\|p]", "=", swapped) == ""
    assert tables(swapped, "=", r"\mathrm{KL}[q\|p]") == "the arguments of KL are swapped (right side)"
