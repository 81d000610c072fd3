"""The clock of a derivation: what it counts, and what it says afterwards."""

from __future__ import annotations

import threading
import time

import pytest

from grader.proof.evaluating.scope import Clock, TimeUp


def work(seconds):
    """Keeps this thread busy."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_time_that_others_take_is_not_counted():
    clock = Clock(0.2)
    time.sleep(0.3)
    busy = threading.Thread(target=work, args=(0.3,))
    busy.start()
    busy.join()
    clock.look()
    assert not clock.ran_out


@pytest.mark.parametrize("looked", [Clock.look, lambda clock: [clock.tick() for _ in range(64)]])
def test_work_of_its_own_is(looked):
    clock = Clock(0.05)
    work(0.1)
    assert not clock.ran_out
    with pytest.raises(TimeUp):
        looked(clock)
    assert clock.ran_out


def test_no_time_at_all():
    clock = Clock(0.0)
    with pytest.raises(TimeUp):
        clock.look()
