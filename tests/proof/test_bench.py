"""The worlds of a claim, one for every thread that asks, and values that are never another world's."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from grader.proof.bench import Bench, Gallery, expression
from grader.proof.breaks import Fact
from grader.proof.claim import Limits, claim
from grader.proof.evaluating.scope import Clock
from grader.proof.syntax import Vocabulary
from grader.proof.world import World

POSITIVE = Fact("positive", "x is positive")
SECONDS = 20.0


def claimed(world):
    return claim(
        "positive",
        "x is positive",
        world=world,
        start="x",
        relation=">=",
        goal="0",
        facts=(POSITIVE,),
        limits=Limits(1, 1),
        vocabulary=Vocabulary(),
    )


def one_number(draw, broken):
    return World(values={"x": draw.normal()})


@pytest.fixture
def gallery():
    return Gallery(claimed(one_number), 0)


def test_two_threads_that_draw_a_broken_world_get_the_same_one():
    drawing, drawn = threading.Event(), threading.Event()

    def held_up(draw, broken):
        if broken and threading.current_thread() is slow:
            drawing.set()
            assert drawn.wait(SECONDS)
        return one_number(draw, broken)

    shared, found = Gallery(claimed(held_up), 0), []
    slow = threading.Thread(target=lambda: found.extend(shared.broken(POSITIVE, 1)))
    slow.start()
    assert drawing.wait(SECONDS)
    quick = list(shared.broken(POSITIVE, 1))
    drawn.set()
    slow.join(SECONDS)
    assert len(quick) == 1
    assert [id(world) for world in (*quick, *found, *shared.broken(POSITIVE, 1))] == [id(quick[0])] * 3


def test_broken_worlds_differ_and_are_drawn_once(gallery):
    worlds = list(gallery.broken(POSITIVE, 4))
    assert len({world.world.values["x"] for world in worlds}) == 4
    assert all(one is other for one, other in zip(worlds, gallery.broken(POSITIVE, 4), strict=True))


def test_the_value_in_a_world_is_never_that_of_one_that_is_gone(gallery):
    bench, x = Bench(gallery, Clock(SECONDS)), expression("x", Vocabulary())
    tapes = [np.array([float(number)]) for number in range(50)]
    assert [bench.value(x, gallery.sound_at(tape)) for tape in tapes] == [tape[0] for tape in tapes]


def test_a_value_is_worked_out_once(gallery, monkeypatch):
    bench, x = Bench(gallery, Clock(SECONDS)), expression("x", Vocabulary())
    first = bench.value(x, gallery.sound[0])
    monkeypatch.setattr(gallery.evaluator, "value", None)
    assert bench.value(x, gallery.sound[0]) == first
