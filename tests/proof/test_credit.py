from __future__ import annotations

import pytest

from grader.proof.choice import Slot
from grader.proof.credit import Reach, Scale, establishing, new_facts, partial
from grader.proof.steps import Status, Step

SLOT = Slot("=", None)


def chain(*steps):
    return [Step(k + 2, SLOT, SLOT, Status(status), facts) for k, (status, facts) in enumerate(steps)]


ABC = {"a", "b", "c"}


def scale(fewest=3, most=2, reach=Reach.CLAIM):
    return Scale(fewest, most, reach)


def test_each_fact_counts_once_and_only_if_it_counts():
    steps = chain(("valid", ("a",)), ("valid", ("a", "b")), ("valid", ("d",)))
    assert new_facts(steps, ABC) == [1, 1, 0]
    assert establishing(steps, ABC) == 2


def test_dropped_and_too_big_steps_establish_nothing():
    steps = chain(("too_big", ("a", "b")), ("valid", ("b", "c")))
    assert establishing(steps, ABC) == 1
    assert partial(steps, ABC, scale()) == pytest.approx(1 / 3)
    dropped = [Step(2, SLOT, SLOT, Status.VALID, ("a",), kept=False)]
    assert new_facts(dropped, ABC) == [0]


@pytest.mark.parametrize(
    ("reach", "credit"), [(Reach.CLAIM, 0.75), (Reach.ENDS, 0.5), (Reach.ONE, 0.4), (Reach.NONE, 0.0)]
)
def test_credit_is_capped(reach, credit):
    steps = chain(("valid", ("a",)), ("valid", ("b",)), ("valid", ("c",)))
    assert partial(steps, ABC, scale(reach=reach)) == credit


def test_facts_after_a_wrong_step_count_half_if_the_chain_arrives():
    steps = chain(("valid", ("a",)), ("wrong", ()), ("valid", ("b",)), ("valid", ("c",)))
    assert partial(steps, ABC, scale(fewest=4)) == pytest.approx(0.5)
    assert partial(steps, ABC, scale(fewest=4, reach=Reach.ONE)) == pytest.approx(0.25)


def test_unreadable_steps_establish_nothing():
    assert partial(chain(("unreadable", ()), ("unreadable", ())), ABC, scale()) == 0.0


def test_a_stretch_that_needs_too_much_as_a_whole_establishes_nothing():
    assert partial(chain(("valid", ("a", "b", "c"))), ABC, scale(most=2)) == 0.0
    assert partial(chain(("valid", ("a", "b", "c"))), ABC, scale(most=3)) == 0.75
