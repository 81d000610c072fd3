from __future__ import annotations

import pytest

from grader.proof.choice import Slot
from grader.proof.credit import establishing, new_facts, partial
from grader.proof.steps import Status, Step

SLOT = Slot("=", None)


def chain(*steps):
    return [Step(k + 2, SLOT, SLOT, Status(status), facts) for k, (status, facts) in enumerate(steps)]


ABC = {"a", "b", "c"}


def test_each_fact_counts_once_and_only_if_it_counts():
    steps = chain(("valid", ("a",)), ("valid", ("a", "b")), ("valid", ("d",)))
    assert new_facts(steps, ABC) == [1, 1, 0]
    assert establishing(steps, ABC) == 2


def test_dropped_and_too_big_steps_establish_nothing():
    steps = chain(("too_big", ("a", "b")), ("valid", ("b", "c")))
    assert establishing(steps, ABC) == 1
    assert partial(steps, ABC, 3, ends=True, proves=True) == pytest.approx(1 / 3)
    dropped = [Step(2, SLOT, SLOT, Status.VALID, ("a",), kept=False)]
    assert new_facts(dropped, ABC) == [0]


@pytest.mark.parametrize(("ends", "proves", "credit"), [(True, True, 0.75), (True, False, 0.5), (False, False, 0.5)])
def test_credit_is_capped(ends, proves, credit):
    steps = chain(("valid", ("a",)), ("valid", ("b",)), ("valid", ("c",)))
    assert partial(steps, ABC, 3, ends=ends, proves=proves) == credit


def test_facts_after_a_wrong_step_count_half_if_the_chain_arrives():
    steps = chain(("valid", ("a",)), ("wrong", ()), ("valid", ("b",)), ("valid", ("c",)))
    assert partial(steps, ABC, 4, ends=True, proves=True) == pytest.approx(0.5)
    assert partial(steps, ABC, 4, ends=False, proves=False) == pytest.approx(0.25)


def test_unreadable_steps_establish_nothing():
    assert partial(chain(("unreadable", ()), ("unreadable", ())), ABC, 3, ends=True, proves=True) == 0.0
