"""A claim proves itself: it stands, its correct derivations are accepted, its wrong ones refused on the right line.

Also refused must be what proves nothing: the jump from start to goal, and the jump behind padding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.course.blame import blamed
from grader.course.declared import Declared
from grader.course.derivations import Listed
from grader.course.sampling import Surviving
from grader.course.soundness import idle_facts, weaknesses
from grader.course.validate import Fault, Validation
from grader.proof.claim import Claim, Sides
from grader.proof.judge import judge_derivation
from grader.proof.judgement import Decision, Judgement
from grader.proof.reading.displays import written
from grader.records import StepResult

# Fewer say too little about how a claim is judged.
LEAST_CORRECT, LEAST_WRONG = 2, 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim, where it is declared, and the seeds of the worlds that it is tried in."""

    claim: Claim
    place: Declared
    seeds: range

    def judged(self, one: Listed) -> Iterator[tuple[int, Judgement]]:
        """By seed."""
        for seed in self.seeds:
            yield seed, judge_derivation(self.claim, _lines(one.text), seed=seed)

    def at(self, one: Listed) -> str:
        return f"{self.place.proofs.name}:{one.place}"


def validate_claim(name: str, claim: Claim, derivations: Sequence[Listed], seeds: range, place: Declared) -> Validation:
    """Judges the claim, everything that is listed of it, and what must never pass, in the worlds of each seed.

    Raises:
        CourseError: the world builder raised; at its line.
    """
    with blamed(claim.world, f"the world of the claim {claim.id!r}: "):
        weak = [f"{place.place(one.keyword)}: {one.words}" for one in weaknesses(claim, seeds)]
        if weak:
            return Validation(name, claim.title, tuple(Fault(name, words) for words in weak), derivations=True)
        return _proved(name, Asked(claim, place, seeds), [one for one in derivations if one.claim == claim.id])


def _proved(name: str, asked: Asked, own: Sequence[Listed]) -> Validation:
    correct, wrong = ([one for one in own if one.kind == kind] for kind in ("correct", "wrong"))
    fates = [_fate(asked, one) for one in correct]
    refused = [fate.words for fate in fates if fate.words]
    fared = [_fared(asked, one) for one in wrong]
    missed = [words for _, words in fared if words]
    used = [words for fate in fates for words in fate.used]
    idle = [
        f"{asked.place.place('facts')}: the fact {fact.name!r} changes nothing when it is broken: "
        "the claim does not need it, and no step of a listed derivation does"
        for fact in idle_facts(asked.claim, used, asked.seeds)
    ]
    faults = (*_too_few(asked, correct, wrong), *idle, *refused, *missed, *_let_through(asked.claim, asked.seeds))
    return Validation(
        check=name,
        title=asked.claim.title,
        faults=tuple(Fault(name, words) for words in faults),
        counting=len(correct) - len(refused),
        trials=len(correct),
        mistakes=tuple(surviving for surviving, _ in fared),
        derivations=True,
    )


def _too_few(asked: Asked, correct: Sequence[Listed], wrong: Sequence[Listed]) -> Iterator[str]:
    file = asked.place.proofs.name
    if not asked.place.proofs.is_file():
        yield f"there is no {asked.place.proofs} with correct and wrong derivations of {asked.claim.id!r}"
        return
    if len(correct) < LEAST_CORRECT:
        yield f"{file}: only {len(correct)} correct derivations are listed; at least {LEAST_CORRECT} are needed"
    if len(wrong) < LEAST_WRONG:
        yield f"{file}: only {len(wrong)} wrong derivations are listed; at least {LEAST_WRONG} are needed"


@dataclass(frozen=True, slots=True)
class _Fate:
    """Why a correct derivation is not accepted (empty: it is), and the facts and lemmas its steps need, in words."""

    words: str
    used: tuple[str, ...]


def _fate(asked: Asked, one: Listed) -> _Fate:
    used: list[str] = []
    for seed, judgement in asked.judged(one):
        used += [words for step in judgement.steps for words in step.facts]
        if judgement.decision is not Decision.ACCEPTED:
            why = _why(asked.claim, judgement)
            return _Fate(f"{asked.at(one)}: the correct derivation is refused on seed {seed}: {why}", tuple(used))
    return _Fate("", tuple(used))


def _fared(asked: Asked, one: Listed) -> tuple[Surviving, str]:
    """On how many seeds a wrong derivation was accepted, and what is wrong with how it was refused elsewhere."""
    accepted, words = 0, ""
    for seed, judgement in asked.judged(one):
        passed = judgement.decision is Decision.ACCEPTED
        accepted += passed
        if not words and (passed or first_wrong(judgement) != one.line):
            found = "accepted" if passed else f"refused, but because {_why(asked.claim, judgement)}"
            words = f"{asked.at(one)}: the wrong derivation ({one.words}) is {found}, on seed {seed}"
            words += f"; its step to line {one.line} should be the first wrong one"
    return Surviving(one.words, accepted, len(asked.seeds), named=not words), words


def first_wrong(judgement: Judgement) -> int | None:
    """The member that the first wrong step leads to."""
    return next((step.line for step in judgement.steps if step.status == "wrong"), None)


# --------------------------------------------------------------------------- why


def _why(claim: Claim, judgement: Judgement) -> str:
    """The judge's sentence, with what is wrong with the first step that is not valid."""
    said = judgement.message or judgement.decision.value
    step = next((step for step in judgement.steps if step.status != "valid"), None)
    return said if step is None else f"{said}; line {step.line}: {_details(claim, judgement, step)}"


def _details(claim: Claim, judgement: Judgement, step: StepResult) -> str:
    if step.status == "wrong":
        world = f" in the world {step.world}" if step.world else ""
        return f"{step.message} (left {step.left or '?'}, right {step.right or '?'}{world})"
    if step.status != "too_big":
        return step.message.removeprefix("cannot be read: ")
    uses = "; ".join(f"line {one.line} {', '.join(one.facts) or 'nothing'}" for one in judgement.steps)
    return f"{step.message.removeprefix('true, but too much at once: ')}. The steps use: {uses}. {_limits(claim)}"


def _limits(claim: Claim) -> str:
    """What the claim demands of a chain, in the words of its declaration."""
    every = dict.fromkeys(claim.limits_of(sides) for sides in claim.sides)
    return " or ".join(
        f"most={limits.most} allows {limits.most} a step, "
        f"least={limits.least} asks for {limits.least} steps that bring in one not used before"
        for limits in every
    )


# --------------------------------------------------------------------------- what must not pass


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
