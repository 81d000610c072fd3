from __future__ import annotations

import numpy as np

from grader.course.assignment import prepare_check
from grader.course.question import check, mistake
from grader.course.rehearsal import Actor, outcome_of
from grader.course.simpler import simpler_cases
from grader.judge.shrink import size
from grader.judge.values import judge_values


def declared():
    @check("centred", reference=lambda x: x - x.mean())
    def centred(draw):
        """Centred"""
        return {"x": draw.normal(draw.size(2, 7))}

    mistake(centred, "the median")(lambda x: x - np.median(x))
    return centred


def test_they_go_from_small_to_large_and_refute_the_listed_mistake():
    centred = declared()
    found = simpler_cases(centred, prepare_check(centred, 0, "a"))
    assert found
    sizes = [size(case.arguments) for case in found]
    assert sizes == sorted(sizes)
    for case in found:
        x = case.arguments["x"]
        assert np.allclose(case.accepted[0].answer, x - x.mean())
    assert any(abs(np.median(case.arguments["x"]) - case.arguments["x"].mean()) > 1e-3 for case in found)


def test_the_judge_takes_its_counterexample_from_them():
    from dataclasses import replace

    centred = declared()
    prepared = prepare_check(centred, 0, "a")
    found = simpler_cases(centred, prepared)
    common = replace(prepared, simpler=lambda: found, shrinking_rounds=1)
    for answer in (lambda x: x - np.median(x), lambda x: x * 3.0, lambda x: x + 1.0):
        dialogue = judge_values(common)
        calls = next(dialogue)
        try:
            while True:
                calls = dialogue.send([outcome_of(Actor(answer), call) for call in calls])
        except StopIteration as done:
            shown = done.value.counterexample.arguments["x"]
        assert shown in [case.arguments["x"].tolist() for case in found]
        failing = [case for case in found if not np.allclose(answer(case.arguments["x"]), case.accepted[0].answer)]
        assert shown == failing[0].arguments["x"].tolist()


def test_a_reference_that_answers_itself_is_refuted_by_nothing():
    @check("same", reference=lambda x: x)
    def same(draw):
        """The same"""
        return {"x": draw.normal(3)}

    prepared = prepare_check(same, 0, "a")
    assert all(np.array_equal(case.accepted[0].answer, case.arguments["x"]) for case in simpler_cases(same, prepared))
