from __future__ import annotations

import pytest

from grader.proof.bench import Bench, expression, gallery
from grader.proof.choice import Slot
from grader.proof.evaluating.scope import Clock
from grader.proof.merging import merged
from grader.proof.steps import Status, Step

START, GOAL = r"-\sum_z q(z) \log p(z)", r"\mathbb{H}[q] + \mathrm{KL}[q\|p]"


@pytest.fixture
def bench(cross_entropy):
    return Bench(gallery(cross_entropy, 0), Clock(5.0))


@pytest.fixture
def members(bench):
    return [expression(latex, bench.claim.vocabulary) for latex in (START, rf"({START}) \log e", GOAL)]


def steps(members, *statuses):
    slots = [Slot("=", member) for member in members]
    return [Step(k + 2, slots[k], slots[k + 1], status, ("log",)) for k, status in enumerate(statuses)]


def test_a_stretch_over_an_idle_member_needs_what_the_whole_needs(bench, members):
    found = merged(bench, steps(members, Status.VALID, Status.VALID), members, [False, True, False])
    assert [(step.line, step.status, step.facts) for step in found] == [(3, Status.VALID, ("log", "definition"))]


def test_nothing_is_joined_where_every_member_says_something(bench, members):
    given = steps(members, Status.VALID, Status.VALID)
    assert merged(bench, given, members, [False, False, False]) == given


def test_a_stretch_is_worth_what_its_first_faulty_step_is(bench, members):
    (one,) = merged(bench, steps(members, Status.VALID, Status.WRONG), members, [False, True, False])
    assert (one.status, one.facts) == (Status.WRONG, ())
