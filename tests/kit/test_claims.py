"""Claims as data: nothing that is asked for is in them, and they judge as the course's do."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace

import pytest

from grader.course.course import load_course
from grader.course.derivations import listed
from grader.errors import GraderError
from grader.kit.claims import Carried, restored
from grader.kit.worlds import loaded
from grader.proof.claim import Ask, without_goals
from grader.proof.judge import judge_derivation
from grader.proof.reading.displays import written

from .conftest import PROJECT

SHEETS = sorted(path.parent.name for path in PROJECT.glob("assignments/*/assignment.py"))


@pytest.fixture(scope="module")
def course():
    return load_course(PROJECT)


def through_json(carried, folder):
    """The claims of a kit, read back."""
    for name, text in carried.worlds.items():
        (folder / name).write_text(text, encoding="utf-8")
    data = json.loads(json.dumps(carried.claims, allow_nan=False))
    return {question: restored(one, loaded(folder, carried.worlds)) for question, one in data.items()}


@pytest.mark.parametrize("sheet", SHEETS)
def test_claims_come_back_without_what_is_asked_for(course, sheet, tmp_path):
    carried, claims = Carried(), {}
    for question in course.assignment(sheet).questions:
        if question.claim is not None:
            claims[question.id] = given_away(question.claim)
            why = carried.add(question.id, claims[question.id])
            assert why == ("whether its last line is what was asked for" if question.claim.ask is Ask.COMPUTE else "")
    back = through_json(carried, tmp_path)
    assert len(back) >= 3
    for name, claim in claims.items():
        assert replace(back[name], world=claim.world) == without_goals(claim)
        assert all((sides.goal is None) == (claim.ask is Ask.COMPUTE) for sides in back[name].sides)


def test_a_kit_judges_derivations_as_the_course_does(course, tmp_path):
    assignment = course.assignment("ss2020_seminar2")
    carried = Carried()
    claims = {one.id: given_away(one.claim) for one in assignment.questions if one.claim is not None}
    for name, claim in claims.items():
        carried.add(name, claim)
    decisions = set()
    for name, ours in through_json(carried, tmp_path).items():
        proofs = [one for one in listed(assignment.proofs[name]) if one.claim == claims[name].id]
        for proof in (proofs[0], next(one for one in proofs if one.kind == "wrong")):
            chains = [[line.latex for line in chain] for chain in written(proof.text).chains]
            judged = [
                judge_derivation(one, chains, seed=0, seconds=60.0) for one in (ours, without_goals(claims[name]))
            ]
            assert judged[0] == judged[1]
            decisions.add(judged[0].decision.value)
    assert {"accepted", "pending"} < decisions


def test_what_cannot_be_carried_is_said(course):
    kept = next(one.claim for one in course.assignment("ss2020_seminar2").questions if one.claim is not None)
    claim, carried = given_away(kept), Carried()
    assert carried.add("1", kept) == kept.kept_back != ""
    why = carried.add("1", replace(claim, world=lambda draw, _: claim.world(draw, None)))
    assert why == "its world is no function at the top of a module"
    carried.worlds["hopfield.py"] = "# of another course"
    assert carried.add("1", claim) == "another of the sheet's worlds is called hopfield"
    assert carried.claims == {}


def given_away(claim):
    """The claim as if nothing in it told an answer."""
    return replace(claim, kept_back="")


@pytest.mark.parametrize(
    "change",
    [
        {"world": ["scan"]},
        {"world": ["scan", "nothing"]},
        {"world": ["nothing", "scan"]},
        {"claim": {}},
        {"claim": None},
    ],
)
def test_what_is_no_claim_is_refused(course, change):
    claim = given_away(next(one.claim for one in course.assignment("ss2020_seminar2").questions if one.id == "5"))
    carried = Carried()
    carried.add("5", claim)
    worlds = {"scan": importlib.import_module("assignments.bank.worlds.scan")}
    assert restored(carried.claims["5"], worlds).id == claim.id
    with pytest.raises(GraderError, match="no claim of a kit"):
        restored(carried.claims["5"] | change, worlds)
