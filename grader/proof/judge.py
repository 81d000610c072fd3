"""Judging a derivation: every step in random worlds, the facts each one needs, the ends, the credit.

What comes out is strong evidence, not a proof; a person may overrule it either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from grader.proof.bench import Bench, Ends, gallery
from grader.proof.choice import Chain, chosen, continued, literal
from grader.proof.claim import Claim
from grader.proof.credit import Reach, Scale, establishing, partial
from grader.proof.ends import Match, inner_problem, matched
from grader.proof.evaluating.scope import Clock, TimeUp
from grader.proof.facts import circles, kept, needs
from grader.proof.judgement import Decision, Judgement
from grader.proof.merging import merged
from grader.proof.padding import disguises, idle, simplified
from grader.proof.rendering.mathml import mathml
from grader.proof.steps import Status, Step, judged, measured, mended, numbered, shown, too_big, withheld
from grader.proof.syntax import Node

_TIME_UP = "judging this derivation took too long: it is left for a person"


@dataclass(frozen=True, slots=True)
class _Judged:
    """A chain, judged as far as the time allowed."""

    chain: Chain
    steps: tuple[Step, ...]
    match: Match | None = None
    credit: float = 0.0

    @property
    def accepted(self) -> bool:
        return self.reaches and self.match is not None and not self.match.inside

    @property
    def reaches(self) -> bool:
        """Every step holds, and the ends are the claim's: nothing but something inside may be missing."""
        return self.match is not None and not self.match.problem and self.sound and bool(self.steps)

    @property
    def sound(self) -> bool:
        return all(step.status is Status.VALID for step in self.steps)


def judge_derivation(claim: Claim, chains: Sequence[Sequence[str]], *, seed: int, seconds: float = 5.0) -> Judgement:
    """Judges the lines of LaTeX of one or more chains against a claim.

    The chain that reaches the claim's ends counts; the others are side calculations. The same seed gives the same
    judgement. Past `seconds` of this thread's work the derivation is undecided, never failed.

    Raises:
        CourseError: the claim itself cannot be read.
    """
    written = [list(chain) for chain in chains if chain]
    if not written:
        return Judgement(Decision.PENDING, 0.0, message="there is no formula here that could be judged")
    bench = Bench(gallery(claim, seed), Clock(seconds))
    results = [_judge_chain(bench, chain) for chain in written]
    whole = continued(written, claim.vocabulary)
    if len(whole) < len(written) and not any(result.accepted for result in results):
        together = [_judge_chain(bench, chain) for chain in whole]
        results = max(results, together, key=lambda judged: max(map(_rank, judged)))
    main = max(results, key=_rank)
    return _reported(bench, main, [result for result in results if result is not main])


def _rank(result: _Judged) -> tuple[bool, int, float, int]:
    """Which chain is the derivation: the one that fits the claim best."""
    match = result.match
    ends = 0 if match is None else match.start + match.goal
    return result.accepted, ends, result.credit, len(result.steps)


# --------------------------------------------------------------------------- one chain


def _judge_chain(bench: Bench, lines: Sequence[str]) -> _Judged:
    try:
        chain = chosen(bench, lines)
    except TimeUp:
        chain = literal(lines, bench.claim.vocabulary)
        return _Judged(chain, tuple(numbered(chain.slots)))
    steps = numbered(chain.slots)
    try:
        for place, step in enumerate(steps):
            steps[place] = judged(bench, step)
        return _weighed(bench, chain, steps)
    except TimeUp:
        return _Judged(chain, tuple(steps))


def _weighed(bench: Bench, chain: Chain, steps: list[Step]) -> _Judged:
    """The chain with the facts of its steps, how it fits the claim, and its credit.

    Raises:
        TimeUp: the clock has run out.
    """
    bare = [None if slot.expression is None else simplified(bench, slot.expression) for slot in chain.slots]
    disguised, dropped = idle(bench, bare), circles(bench, bare)
    inside = inner_problem(bench, bare, dropped, disguised)
    members = [slot.expression for slot in chain.slots]
    match = matched(bench, members, [step.right.relation or "!=" for step in steps], inside)
    limits, countable = bench.claim.limits_of(match.ends.sides), _countable(bench, match.ends)
    stays = kept(len(steps), dropped)
    pairs = list(pairwise(bare))
    steps = [measured(bench, replace(step, kept=stays[k]), pairs[k], limits.most) for k, step in enumerate(steps)]
    counted = merged(bench, steps, bare, disguised)
    result = _Judged(chain, tuple(steps), match)
    # Without a goal nobody can say yet whether the chain goes on.
    few = match.ends.goal is not None and establishing(counted, countable) < limits.least
    if result.reaches and (match.inside or few):
        steps = _shortened(bench, steps)
    # An end in disguise may hold a switch: it establishes nothing anyway.
    shown_by = list(pairwise(None if disguised[k] else member for k, member in enumerate(bare)))
    steps = [withheld(bench, step, shown_by[k]) for k, step in enumerate(steps)]
    result, counted = replace(result, steps=tuple(steps)), merged(bench, steps, bare, disguised)
    wrong = next((place for place, step in enumerate(steps) if step.status is Status.WRONG), None)
    if wrong is not None:
        steps[wrong] = mended(bench, steps[wrong])
    fewest = bench.claim.fewest or len(countable - {lemma.name for lemma in bench.claim.lemmas})
    reach = Reach.NONE if match.problem and _returns(bench, bare) else _reach(match)
    credit = partial(counted, countable, Scale(fewest, limits.most, reach))
    return replace(result, steps=tuple(steps), credit=credit)


def _reach(match: Match) -> Reach:
    """How much of the claim the chain's ends are."""
    if match.start and match.goal:
        return Reach.ENDS if match.problem else Reach.CLAIM
    return Reach.ONE if match.start or match.goal else Reach.NONE


def _returns(bench: Bench, members: Sequence[Node | None]) -> bool:
    """Whether the chain ends where it began, in disguise."""
    first, last = members[0], members[-1]
    return first is not None and last is not None and (disguises(bench, last, first) or disguises(bench, first, last))


def _shortened(bench: Bench, steps: list[Step]) -> list[Step]:
    """The steps of a chain that has too few of them: the one that does the most is too big."""
    largest = max(range(len(steps)), key=lambda place: (steps[place].kept, len(steps[place].facts)))
    return [too_big(bench, step) if place == largest else step for place, step in enumerate(steps)]


def _countable(bench: Bench, ends: Ends) -> set[str]:
    """The facts that count as progress: those without which the claim is false, and its lemmas.

    A fact that only a detour needs proves nothing. Without a goal, any of the claim's may count.
    """
    claim, lemmas = bench.claim, {lemma.name for lemma in bench.claim.lemmas}
    if ends.goal is None:
        return lemmas | {fact.name for fact in claim.facts}
    start, goal = ends.start, ends.goal
    return lemmas | {fact.name for fact in claim.facts if needs(bench, fact, claim.relation, start, goal)}


# --------------------------------------------------------------------------- in words


def _reported(bench: Bench, main: _Judged, others: Sequence[_Judged]) -> Judgement:
    # Without an accepted chain, one that was not judged to its end may have been the derivation.
    in_time = main.accepted or not bench.clock.ran_out
    decision = _decision(main) if in_time else Decision.UNDECIDED
    return Judgement(
        decision=decision,
        credit={Decision.ACCEPTED: 1.0, Decision.PARTIAL: main.credit}.get(decision, 0.0),
        steps=tuple(shown(bench, step) for step in main.steps),
        message=_message(main, decision) if in_time else _TIME_UP,
        notes=main.chain.notes + _side_notes(others),
        opening=_opening(main.chain),
        side=tuple(tuple(shown(bench, step) for step in other.steps) for other in others if other.steps),
        in_time=in_time,
    )


def _opening(chain: Chain) -> str:
    first = chain.slots[0].expression if chain.slots else None
    return "" if first is None else mathml(first)


def _decision(main: _Judged) -> Decision:
    statuses = {step.status for step in main.steps}
    if Status.UNDECIDED in statuses and Status.WRONG not in statuses:
        return Decision.UNDECIDED
    if main.accepted:
        match = main.match
        return Decision.ACCEPTED if match is not None and match.goal else Decision.PENDING
    return Decision.PARTIAL if main.credit > 0.0 else Decision.WRONG


def _message(main: _Judged, decision: Decision) -> str:
    if decision is Decision.ACCEPTED:
        return "every step holds and the chain proves the claim"
    if decision is Decision.PENDING:
        return "every step holds; whether the last line is what was asked for is judged at grading"
    return "; ".join(
        filter(
            None,
            (
                _single_problem(main.chain) or _first_problem(main.steps),
                main.match.problem if main.match else "",
                main.match.inside if main.match else "",
            ),
        )
    )


_FAULTS: Final[Mapping[Status, str]] = {
    Status.WRONG: "is wrong",
    Status.TOO_BIG: "is true, but too much at once",
    Status.UNREADABLE: "cannot be read",
    Status.UNDECIDED: "is left for a person",
}


def _first_problem(steps: Sequence[Step]) -> str:
    """The first step that is not valid, and how many before it are."""
    for place, step in enumerate(steps):
        if step.status is not Status.VALID:
            before = f"; the {place} before it hold" if place > 1 else "; the one before it holds" if place else ""
            return f"the step to line {step.line} {_FAULTS[step.status]}{before}"
    return "" if steps else "there is only one line, and so no step"


def _single_problem(chain: Chain) -> str:
    """Why the only line of a chain without steps cannot be read, if it cannot."""
    problem = chain.slots[0].problem if len(chain.slots) == 1 else ""
    return f"this line cannot be read: {problem}" if problem else ""


def _side_notes(others: Sequence[_Judged]) -> tuple[str, ...]:
    steps = sum(len(other.steps) for other in others)
    if not steps:
        return ()
    count = "one step" if steps == 1 else f"{steps} steps"
    return (f"{count} of side calculations judged as well, without credit",)
