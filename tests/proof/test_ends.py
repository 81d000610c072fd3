from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.proof.bench import expression
from grader.proof.ends import TURNED, composed, implies
from grader.proof.normal import normal
from grader.proof.syntax import Vocabulary

RELATIONS = st.lists(st.sampled_from(["=", "<=", ">=", "<", ">"]), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("relations", "overall"),
    [
        (["=", "="], "="),
        (["=", ">=", "="], ">="),
        ([">", ">="], ">"),
        (["<", "=", "<="], "<"),
        ([">=", "<="], None),
        (["=", "!="], "!="),
        (["!=", "!="], None),
    ],
)
def test_relations_compose(relations, overall):
    assert composed(relations) == overall


@given(RELATIONS)
def test_a_turned_chain_says_the_turned_relation(relations):
    overall = composed(relations)
    turned = composed([TURNED[relation] for relation in reversed(relations)])
    assert turned == (None if overall is None else TURNED[overall])


@given(RELATIONS, st.lists(st.integers(-3, 3), min_size=7, max_size=7))
def test_what_a_true_chain_composes_to_is_true(relations, numbers):
    holds = {"=": int.__eq__, "<=": int.__le__, ">=": int.__ge__, "<": int.__lt__, ">": int.__gt__}
    pairs = pairwise(numbers)
    if all(holds[relation](a, b) for relation, (a, b) in zip(relations, pairs, strict=False)):
        overall = composed(relations)
        assert overall is None or holds[overall](numbers[0], numbers[len(relations)])


def test_loose_chains_do_not_prove_strict_claims():
    assert implies(">", ">=")
    assert implies("=", "<=")
    assert not implies(">=", ">")
    assert not implies("=", ">")
    assert not implies("<", ">=")
    assert not implies(None, ">=")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a + b", "b + a"),
        ("2 a b", "b a 2"),
        (r"(-a) b", "-b a"),
        (r"\llbracket a > b \rrbracket", r"\llbracket b < a \rrbracket"),
    ],
)
def test_order_does_not_matter(one, other):
    assert normal(expression(one, Vocabulary())) == normal(expression(other, Vocabulary()))
    assert normal(expression("a - b", Vocabulary())) != normal(expression("b - a", Vocabulary()))
