"""How many lines are read, and how far, when time is short."""

from __future__ import annotations

import pytest

from grader.proof import choice
from grader.proof.bench import Bench, gallery
from grader.proof.choice import chosen, literal
from grader.proof.evaluating.scope import Clock, TimeUp

AMBIGUOUS = r"= \log q(z) p(z) + 1"


def test_no_line_is_read_once_time_is_up(cross_entropy):
    lines = iter([r"\oplus"] * 5)
    with pytest.raises(TimeUp):
        chosen(Bench(gallery(cross_entropy, 0), Clock(0.0)), lines)
    assert len(list(lines)) == 4


def test_of_a_line_as_written_one_reading_is_found_and_it_is_the_cheapest(cross_entropy, monkeypatch):
    every = choice.read(AMBIGUOUS, cross_entropy.vocabulary)
    assert len(every) > 1
    read, found = choice.read, []
    monkeypatch.setattr(choice, "read", lambda *args, **rest: found.append(read(*args, **rest)) or found[-1])
    (slot,) = literal([AMBIGUOUS], cross_entropy.vocabulary).slots
    assert slot.expression == min(every, key=lambda reading: reading.cost).members[0].expression
    assert [len(readings) for readings in found] == [1]
