from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.errors import CourseError
from grader.proof.bench import gallery
from grader.proof.claim import Ask, Definition, Inner, Lemma, Limits, Sides, from_plain, to_plain, without_goals


def test_plain_data_survive_json(gibbs):
    full = replace(
        gibbs,
        sides=(*gibbs.sides, Sides("1", "0", Limits(1, 1)), Sides("1", None)),
        definitions=(Definition("G", "x", ("x",)),),
        lemmas=(Lemma("1.1", "the result of 1.1", "1", "0"),),
        inner=(Inner("a line with F", names=("F",), count=2),),
        goal_without=("F",),
        ask=Ask.COMPUTE,
        fewest=3,
    )
    again = from_plain(json.loads(json.dumps(to_plain(full))), world=gibbs.world)
    assert again == full
    assert hash(again) == hash(full)


def test_plain_data_of_something_else_are_refused(gibbs):
    with pytest.raises(KeyError):
        from_plain({"id": "1"}, world=gibbs.world)
    with pytest.raises(ValueError, match="nonsense"):
        from_plain(to_plain(gibbs) | {"ask": "nonsense"}, world=gibbs.world)


def test_goals_are_left_out_only_where_they_are_asked_for(gibbs):
    assert without_goals(gibbs) == gibbs
    assert without_goals(replace(gibbs, ask=Ask.COMPUTE)).sides[0].goal is None


def test_claim_that_cannot_be_read_is_the_courses_fault(gibbs):
    with pytest.raises(CourseError, match="cannot be read"):
        gallery(replace(gibbs, sides=(Sides(r"\oplus", "0"),)), 0)
