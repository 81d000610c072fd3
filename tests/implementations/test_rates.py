"""Right implementations by people who never saw the checks are accepted, wrong ones refused and named rightly."""

from __future__ import annotations

import pytest

from grader.records import Tier
from grader.sandbox.isolation import best_tier
from tests.implementations.rates import judge_all, named_rightly

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def judged(root):
    if best_tier() is Tier.C:
        pytest.skip("no isolation here: some of the wrong implementations eat the machine's memory")
    return judge_all(root)


def test_no_right_implementation_is_refused(judged):
    right = [one for one in judged if one.entry.correct]
    assert len(right) >= 60
    assert {one.entry.id: one.verdicts for one in right if not one.accepted} == {}


def test_no_wrong_implementation_is_accepted(judged):
    wrong = [one for one in judged if not one.entry.correct]
    assert len(wrong) >= 120
    assert [one.entry.id for one in wrong if one.accepted] == []


def test_the_names_given_are_right(judged):
    named = [one for one in judged if not one.entry.correct and one.names]
    right = [one for one in named if named_rightly(one)]
    assert len(right) / len(named) >= 0.95
    assert [one.entry.id for one in judged if one.entry.correct and one.names] == []
