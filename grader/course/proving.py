"""A claim proves itself: its correct derivations are accepted, its wrong ones refused on the right line.

Also refused must be what proves nothing: the jump from start to goal, and the jump behind padding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.course.derivations import Listed
from grader.course.sampling import Surviving
from grader.course.validate import Fault, Validation
from grader.proof.claim import Claim, Sides
from grader.proof.judge import judge_derivation
from grader.proof.judgement import Decision, Judgement
from grader.proof.reading.displays import written

# Fewer say too little about how a claim is judged.
LEAST_CORRECT, LEAST_WRONG = 2, 6


def validate_claim(name: str, claim: Claim, derivations: Sequence[Listed], seeds: range) -> Validation:
    """Judges everything that is listed of a claim, and what must never pass, in the worlds of each seed.

    Raises:
        CourseError: the claim itself cannot be read.
    """
    own = [one for one in derivations if one.claim == claim.id]
    correct, wrong = ([one for one in own if one.kind == kind] for kind in ("correct", "wrong"))
    refused = [words for one in correct if (words := _refused(claim, one, seeds))]
    fared = [_fared(claim, one, seeds) for one in wrong]
    missed = [words for _, words in fared if words]
    faults = (*_too_few(correct, wrong), *refused, *missed, *_let_through(claim, seeds))
    return Validation(
        check=name,
        title=claim.title,
        faults=tuple(Fault(name, words) for words in faults),
        counting=len(correct) - len(refused),
        trials=len(correct),
        mistakes=tuple(surviving for surviving, _ in fared),
    )


def _too_few(correct: Sequence[Listed], wrong: Sequence[Listed]) -> Iterator[str]:
    if len(correct) < LEAST_CORRECT:
        yield f"only {len(correct)} correct derivations are listed; at least {LEAST_CORRECT} are needed"
    if len(wrong) < LEAST_WRONG:
        yield f"only {len(wrong)} wrong derivations are listed; at least {LEAST_WRONG} are needed"


def _refused(claim: Claim, one: Listed, seeds: range) -> str:
    """On which seed, and why, a correct derivation is not accepted; empty if it is on all of them."""
    for seed in seeds:
        judgement = judge_derivation(claim, _lines(one.text), seed=seed)
        if judgement.decision is not Decision.ACCEPTED:
            return f"the correct derivation on line {one.place} is refused on seed {seed}: {_why(judgement)}"
    return ""


def _fared(claim: Claim, one: Listed, seeds: range) -> tuple[Surviving, str]:
    """On how many seeds a wrong derivation was accepted, and what is wrong with how it was refused elsewhere."""
    accepted, words = 0, ""
    for seed in seeds:
        judgement = judge_derivation(claim, _lines(one.text), seed=seed)
        passed = judgement.decision is Decision.ACCEPTED
        accepted += passed
        if not words and (passed or first_wrong(judgement) != one.line):
            found = "accepted" if passed else f"refused for {_why(judgement)!r}"
            words = f"the wrong derivation on line {one.place} ({one.words}) is {found} on seed {seed}"
            words += f"; its step to line {one.line} is the wrong one"
    return Surviving(one.words, accepted, len(seeds), named=not words), words


def first_wrong(judgement: Judgement) -> int | None:
    """The member that the first wrong step leads to."""
    return next((step.line for step in judgement.steps if step.status == "wrong"), None)


def _why(judgement: Judgement) -> str:
    return judgement.message or judgement.decision.value


def _let_through(claim: Claim, seeds: range) -> Iterator[str]:
    for words, lines in empty_proofs(claim):
        for seed in seeds:
            if judge_derivation(claim, [lines], seed=seed).decision is Decision.ACCEPTED:
                yield f"{words} is accepted on seed {seed}: {' '.join(lines)}"
                break


def empty_proofs(claim: Claim) -> Iterator[tuple[str, list[str]]]:
    """What proves nothing, in words and as a chain; not for sides whose proof is a single step by their limits."""
    for sides in claim.sides:
        if sides.goal is not None and (claim.limits_of(sides).least > 1 or claim.inner):
            yield from _empty(sides, _SPELLED[claim.relation], sides.goal)


_SPELLED = {"=": "=", "<=": r"\leq", ">=": r"\geq", "<": "<", ">": ">", "!=": r"\neq"}


def _empty(sides: Sides, relation: str, goal: str) -> Iterator[tuple[str, list[str]]]:
    start, jump = sides.start, f"{relation} {goal}"
    yield "the jump", [start, jump]
    yield "the jump with a circle behind it", [start, jump, f"= {goal} + 1 - 1", f"= {goal}"]
    yield "the jump to goal · 1", [start, f"{relation} ({goal}) \\cdot 1", f"= {goal}"]
    yield "the jump to goal + log 1", [start, f"{relation} {goal} + \\log 1", f"= {goal}"]
    yield "the detour over goal + (start - goal)", [start, f"= {goal} + ({start} - ({goal}))", jump]


def _lines(text: str) -> list[list[str]]:
    return [[line.latex for line in chain] for chain in written(text).chains]
