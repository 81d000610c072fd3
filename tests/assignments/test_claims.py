"""The claims of the sheets against the derivations listed beside them, and against what every claim must refuse."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assignments.bank import claims
from grader.course.derivations import Listed, listed
from grader.proof.bench import Bench, gallery
from grader.proof.claim import Claim, Limits, Sides, from_plain, to_plain
from grader.proof.evaluating.scope import Clock
from grader.proof.facts import needs
from grader.proof.judge import Decision, Judgement, judge_derivation
from grader.proof.reading.displays import written
from grader.proof.world import Draw, dimension

FOLDER = Path(claims.__file__).parent
TOPICS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
SEEDS = (0, 1)
# Slow machines must not turn a derivation undecided.
SECONDS = 60.0


def declared(topic: str) -> dict[str, Claim]:
    module = importlib.import_module(f"assignments.bank.claims.{topic}")
    return {value.id: value for value in vars(module).values() if isinstance(value, Claim)}


CLAIMS = {claim.id: claim for topic in TOPICS for claim in declared(topic).values()}
LISTED = [derivation for topic in TOPICS for derivation in listed(FOLDER / f"{topic}.md")]
CORRECT = [derivation for derivation in LISTED if derivation.kind == "correct"]
WRONG = [derivation for derivation in LISTED if derivation.kind == "wrong"]
# What one line proves: a jump from start to goal is the proof.
ONE_LINE = {
    ("hinge", r"a\llbracket d_n<d_p\rrbracket"),
    ("hinge", r"\llbracket d_n<d_p\rrbracket"),
    ("separable", r"\sum_i \log S(s k_i w^T x_i)"),
}
SIDES = [
    (claim, sides)
    for claim in CLAIMS.values()
    for sides in claim.sides
    if (claim.id, sides.start) not in ONE_LINE and sides.goal is not None
]


def named(derivation: Listed) -> str:
    return f"{derivation.claim}:{derivation.place}"


def judge(derivation: Listed, seed: int) -> Judgement:
    chains = [[line.latex for line in chain] for chain in written(derivation.text).chains]
    return judge_derivation(CLAIMS[derivation.claim], chains, seed=seed, seconds=SECONDS)


def refused(claim: Claim, *lines: str) -> bool:
    verdict = judge_derivation(claim, [list(lines)], seed=0, seconds=SECONDS)
    return verdict.decision not in (Decision.ACCEPTED, Decision.UNDECIDED, Decision.PENDING)


def test_there_are_nineteen() -> None:
    assert len(CLAIMS) == 19
    assert sum(len(declared(topic)) for topic in TOPICS) == 19


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("derivation", CORRECT, ids=named)
def test_accepts_the_correct(derivation: Listed, seed: int) -> None:
    verdict = judge(derivation, seed)
    assert verdict.decision is Decision.ACCEPTED, verdict
    assert verdict.credit == 1.0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("derivation", WRONG, ids=named)
def test_refuses_the_wrong_on_the_right_line(derivation: Listed, seed: int) -> None:
    verdict = judge(derivation, seed)
    assert verdict.decision in (Decision.WRONG, Decision.PARTIAL), verdict
    assert verdict.credit <= 0.75
    first = next(step for step in verdict.steps if step.status != "valid")
    assert (first.line, first.status) == (derivation.line, "wrong"), verdict.steps


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_lists_two_correct_and_six_wrong(name: str) -> None:
    assert sum(derivation.claim == name for derivation in CORRECT) >= 2
    assert sum(derivation.claim == name for derivation in WRONG) >= 6


def test_lists_nothing_else() -> None:
    assert {derivation.claim for derivation in LISTED} == set(CLAIMS)


def padded(claim: Claim, sides: Sides) -> Iterator[Sequence[str]]:
    """The jump, and the ways to make it look longer."""
    start, goal, relation = sides.start, f"({sides.goal})", {"=": "=", ">=": r"\ge", "<=": r"\le", ">": ">"}
    jump = relation[claim.relation]
    yield start, f"{jump} {goal}"
    yield start, f"{jump} {goal}", *(f"= {member}" for member in _detour(claim, sides)), f"= {goal}"
    yield start, f"{jump} {goal} \\cdot 1", f"= {goal}"
    yield start, f"{jump} {goal} + \\log 1", f"= {goal}"
    yield start, f"= {goal} + ({start} - {goal})", f"{jump} {goal}"


def _detour(claim: Claim, sides: Sides) -> list[str]:
    """What is equal to the goal: the lines of a correct derivation, where all of them are."""
    if claim.relation != "=":
        return [f"({sides.goal}) + ({sides.start}) - ({sides.start})"]
    lines = [line.latex for chain in written(_proof(claim).text).chains for line in chain]
    return [line.strip().removeprefix("=") for line in lines[1:-1]] or [f"2 ({sides.goal}) - ({sides.goal})"]


def _proof(claim: Claim) -> Listed:
    return next(derivation for derivation in CORRECT if derivation.claim == claim.id)


@pytest.mark.parametrize("padding", range(5), ids=["jump", "circle", "times one", "plus log 1", "plus difference"])
@pytest.mark.parametrize(
    ("claim", "sides"), SIDES, ids=[f"{claim.id}:{claim.sides.index(sides)}" for claim, sides in SIDES]
)
def test_refuses_the_jump_and_its_paddings(claim: Claim, sides: Sides, padding: int) -> None:
    assert refused(claim, *list(padded(claim, sides))[padding])


@pytest.mark.parametrize(("name", "start"), sorted(ONE_LINE))
def test_one_line_proves_what_says_so(name: str, start: str) -> None:
    claim = CLAIMS[name]
    sides = next(sides for sides in claim.sides if sides.start == start)
    assert claim.limits_of(sides) in (Limits(1, 0), Limits(2, 1))
    relation = {"<=": r"\le", ">": ">"}[claim.relation]
    assert not refused(claim, start, f"{relation} {sides.goal}")
    turned = {"<=": r"\ge", ">": "<"}[claim.relation]
    assert refused(claim, start, f"{turned} {sides.goal}")


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_is_plain_data_but_for_its_world(name: str) -> None:
    claim = CLAIMS[name]
    assert from_plain(to_plain(claim), world=claim.world) == claim


# A derivative that is a multiple of the true one is still positive: this fact only keeps lines small.
NOT_NEEDED = {("separable", "derivative")}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_is_false_where_any_of_its_facts_is(name: str, seed: int) -> None:
    claim = CLAIMS[name]
    bench = Bench(gallery(claim, seed), Clock(SECONDS))
    ends = [(sides.start, sides.goal) for sides in bench.gallery.ends if sides.goal is not None]
    for fact in claim.facts:
        needed = any(needs(bench, fact, claim.relation, start, goal) for start, goal in ends)
        assert needed is ((name, fact.name) not in NOT_NEEDED), fact.name


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_draws_as_many_numbers_in_every_world(name: str) -> None:
    """A fact is broken in the same world, not in another one."""
    claim = CLAIMS[name]
    count = dimension(claim.world)
    for fact in claim.facts:
        draw = Draw(np.zeros(count))
        claim.world(draw, fact.name)
        assert draw.taken == count, fact.name


@pytest.mark.parametrize("seed", range(20))
def test_the_pairs_are_tied_and_on_both_sides_of_the_margin(seed: int) -> None:
    """A line may be wrong in one of these cases alone, and would else be found out by luck."""
    worlds = [instance.world.values for instance in gallery(CLAIMS["hinge"], seed).sound]
    cases = [(float(world["d"][1] - world["d"][0]), float(world["a"])) for world in worlds]  # type: ignore[index]
    assert any(gap == 0.0 for gap, _ in cases)
    assert any(0.0 < gap < a for gap, a in cases)
    assert any(gap > a for gap, a in cases)
    assert any(gap < -a for gap, a in cases)


@pytest.mark.parametrize("name", ["bound", "evidence"])
def test_zeros_stand_where_they_are_asked_for(name: str) -> None:
    tables = [instance.world.words["p(x,z)"] for seed in range(4) for instance in gallery(CLAIMS[name], seed).sound]
    zeros = [bool(np.any(np.asarray(table) == 0.0)) for table in tables]
    assert any(zeros) is (name == "bound")
    assert not all(zeros)
