"""Derivations by someone who saw nothing of the judge, and by someone who wrote against it; and their mutations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from grader.course.proving import first_wrong
from grader.proof.judge import judge_derivation
from grader.proof.judgement import Decision, Judgement
from grader.proof.reading.readings import Unreadable, read
from tests.proof.rates import FOLDERS, RIGHT, chains, claim_of

NOTHING = ("padding", "circle", "nonsense")  # earn no point
SECONDS = 5.0


def entries() -> Iterator[Any]:
    for path in sorted(path for folder in FOLDERS for path in folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(path.stem, entry, id=f"{path.stem}: {entry['kind']}: {entry['name']}")


def judged(stem: str, lines: list[list[str]], seed: int = 0) -> Judgement:
    return judge_derivation(claim_of(stem), lines, seed=seed, seconds=SECONDS)


@pytest.mark.parametrize(("stem", "entry"), list(entries()))
def test_every_derivation_gets_what_its_author_meant(stem: str, entry: dict[str, Any]) -> None:
    judgement = judged(stem, chains(entry["text"]))
    if entry["kind"] in RIGHT:
        assert judgement.decision is Decision.ACCEPTED, judgement.message
        return
    assert judgement.decision in (Decision.PARTIAL, Decision.WRONG), judgement.message
    assert judgement.credit <= 0.75
    if entry["kind"] in NOTHING:
        assert judgement.credit == 0.0
    if entry["kind"] == "wrong_ends":
        assert judgement.credit <= 0.5
    if entry["kind"] == "wrong":
        assert first_wrong(judgement) == entry["line"]
    if entry["kind"] == "unreadable":
        assert "unreadable" in {step.status for step in judgement.steps}


def first_refused(judgement: Judgement) -> int | None:
    """The member of the first step that is false, or that has no meaning (a vector and a number are added)."""
    return next((step.line for step in judgement.steps if step.status in ("wrong", "unreadable")), None)


MUTATIONS = {
    "doubled": r"2 \left( {} \right)",
    "negated": r"- \left( {} \right)",
    "one more": r"\left( {} \right) + 1",
}


def mutants() -> Iterator[Any]:
    """Each inner member of a chain of equations changed by itself: the step to it is then the first wrong one."""
    for parameter in entries():
        stem, entry = parameter.values
        lines = chains(entry["text"])
        if entry["kind"] == "correct" and len(lines) == 1 and all(_plain_equation(line) for line in lines[0][1:]):
            for place in range(1, len(lines[0])):
                yield pytest.param(stem, lines[0], place, id=f"{stem}: {entry['name']}, line {place + 1}")


def _plain_equation(line: str) -> bool:
    return line.startswith("=") and not any(sign in line[1:] for sign in ("=", "<", ">", r"\le", r"\ge"))


@pytest.mark.parametrize(("stem", "lines", "place"), list(mutants()))
def test_a_changed_member_is_found(stem: str, lines: list[str], place: int) -> None:
    member = lines[place].removeprefix("=").strip().rstrip(".,")
    opening = read(lines[0], claim_of(stem).vocabulary)
    assert not isinstance(opening, Unreadable)
    number = place + len(opening[0].members)
    for words, form in MUTATIONS.items():
        if words != "one more" and _vanishes(lines):
            continue
        changed = [*lines[:place], "= " + form.replace("{}", member), *lines[place + 1 :]]
        judgement = judged(stem, [changed])
        assert judgement.decision is not Decision.ACCEPTED, words
        assert first_refused(judgement) == number, words


def _vanishes(lines: list[str]) -> bool:
    """Whether all members are 0: twice a member is then as right as the member."""
    return any(re.search(r"(^|=)\s*(\\boxed\{)?0\b(?!\.\d)", end) for end in (lines[0], lines[-1]))
