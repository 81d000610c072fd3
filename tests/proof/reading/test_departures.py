from __future__ import annotations

from grader.proof.reading.departures import Departures


def test_the_literal_plan_departs_nowhere():
    departures = Departures(())
    assert [departures.depart(weight) for weight in (1, 2, 1)] == [False, False, False]
    assert departures.cost == 0
    assert departures.alternatives() == [(1, (True,)), (2, (False, True)), (1, (False, False, True))]


def test_a_plan_is_followed_and_only_what_is_behind_it_is_left_to_try():
    departures = Departures((False, True))
    assert [departures.depart(weight) for weight in (1, 2, 1)] == [False, True, False]
    assert departures.cost == 2
    assert departures.alternatives() == [(3, (False, True, True))]


def test_every_combination_is_tried_once():
    seen: list[tuple[bool, ...]] = []
    waiting: list[tuple[bool, ...]] = [()]
    while waiting:
        departures = Departures(waiting.pop())
        seen.append(tuple(departures.depart(1) for _ in range(4)))
        waiting += [plan for _, plan in departures.alternatives()]
    assert len(seen) == len(set(seen)) == 16
