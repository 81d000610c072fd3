"""Whether a chain proves the claim: its first and last members, the relations between them, what must stand inside."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from grader.proof.agreement import agree
from grader.proof.bench import Bench, Ends, expression, opposed
from grader.proof.claim import Ask, Inner
from grader.proof.evaluating.evaluate import Undefined
from grader.proof.normal import normal, parts, transformed, without_cancelled
from grader.proof.rendering.layout import relation_sign
from grader.proof.syntax import (
    Aggregate,
    Apply,
    Density,
    Derivative,
    Divergence,
    Entropy,
    Exp,
    Expectation,
    Log,
    Negative,
    Node,
    Number,
    Partial,
    Probability,
    Quotient,
    Relation,
    Symbol,
    Variance,
)

TURNED: Final[Mapping[Relation, Relation]] = {"=": "=", "<=": ">=", ">=": "<=", "<": ">", ">": "<", "!=": "!="}
_UNREADABLE = "with a line that cannot be read the chain is not complete"
_UNFINISHED = (Expectation, Variance, Derivative, Divergence, Entropy, Probability, Density)


@dataclass(frozen=True, slots=True)
class Match:
    """How a chain fits one way to state the claim.

    `goal` and `start` say which end was found; `orientation` is -1 where the chain runs from goal to start. `problem`
    says what is wrong with the ends or with the direction, `inside` what is missing between them; empty: nothing.
    """

    ends: Ends
    start: bool
    goal: bool
    orientation: int = 1
    problem: str = ""
    inside: str = ""

    @property
    def complete(self) -> bool:
        return not self.problem and not self.inside


def matched(
    bench: Bench,
    members: Sequence[Node | None],
    relations: Sequence[Relation],
    inside: str = "",
) -> Match:
    """The way to state the claim that the chain fits best; `inside` says what is missing between its ends."""
    found = [replace(_match(bench, ends, members, relations), inside=inside) for ends in bench.gallery.ends]
    return max(found, key=lambda match: (match.complete, match.start and match.goal, match.start + match.goal))


def _match(bench: Bench, ends: Ends, members: Sequence[Node | None], relations: Sequence[Relation]) -> Match:
    first, last = members[0], members[-1]
    if first is None or last is None or len(members) < 2:
        return Match(ends, start=False, goal=False, problem="the chain has no readable ends")
    finder = _computed if bench.claim.ask is Ask.COMPUTE or ends.goal is None else _proved
    match = finder(bench, ends, first, last)
    whole = all(member is not None for member in members)
    shown = _relation_problem(bench.claim.relation, match.orientation, relations) if whole else _UNREADABLE
    problem = match.problem or shown
    return replace(match, problem=problem)


# --------------------------------------------------------------------------- first and last member


def _proved(bench: Bench, ends: Ends, first: Node, last: Node) -> Match:
    """Both sides are known: first - last must be ±(start - goal), also where facts are broken."""
    assert ends.goal is not None
    start, goal = normal(ends.start), normal(ends.goal)
    if (normal(first), normal(last)) == (start, goal):
        return Match(ends, start=True, goal=True)
    orientation = _rearranged(bench, ends.start, ends.goal, first, last)
    if orientation is not None:
        return Match(ends, start=True, goal=True, orientation=orientation)
    if (normal(first), normal(last)) == (goal, start):
        return Match(ends, start=True, goal=True, orientation=-1)
    has_start = any(bench.identical(end, ends.start) for end in (first, last))
    has_goal = any(bench.identical(end, ends.goal) for end in (first, last))
    missing = "its first line is not a side of the claim" if has_goal else "it does not reach the claim's other side"
    if not has_start and not has_goal:
        missing = "neither end of the chain is a side of the claim"
    return Match(ends, has_start, has_goal, problem=missing)


def _rearranged(bench: Bench, start: Node, goal: Node, first: Node, last: Node) -> int | None:
    """1 or -1 where the chain's difference is the claim's or its negative, and the claim's says anything at all."""
    claimed, written = [], []
    for instance in bench.everywhere():
        gap = bench.gap(start, goal, instance)
        if not isinstance(gap, Undefined):
            claimed.append(gap)
            written.append(bench.gap(first, last, instance))
    if not claimed or all(agree(gap, 0.0) for gap in claimed):
        return None
    return opposed(written, claimed)


def _computed(bench: Bench, ends: Ends, first: Node, last: Node) -> Match:
    """Only the start is given: the other end must have the goal's value and be worked out."""
    found = _computed_end(bench, ends.start, first, last)
    if found is None:
        return Match(ends, start=False, goal=False, problem="neither end of the chain is what was to be computed")
    end, orientation, negative = found
    if ends.goal is None:
        return Match(ends, start=True, goal=False, orientation=orientation)
    if bench.failing("=", end, Negative(ends.goal) if negative else ends.goal) is not None:
        problem = "the last line does not have the value that was to be computed"
        return Match(ends, start=True, goal=False, orientation=orientation, problem=problem)
    left_over = unfinished(bench, end)
    problem = f"the last line is not worked out: it still holds {left_over}" if left_over else ""
    return Match(ends, start=True, goal=not left_over, orientation=orientation, problem=problem)


def _computed_end(bench: Bench, start: Node, first: Node, last: Node) -> tuple[Node, int, bool] | None:
    """The end that is not the start, the chain's orientation, and whether both sides were negated."""
    for negative in (False, True):
        wanted = Negative(start) if negative else start
        if bench.identical(first, wanted):
            return last, -1 if negative else 1, negative
        if bench.identical(last, wanted):
            return first, 1 if negative else -1, negative
    return None


def unfinished(bench: Bench, node: Node) -> str:
    """What a computed result must not hold any more, in words; empty if there is nothing of it."""
    world = bench.gallery.sound[0].world
    for part in parts(node):
        if isinstance(part, Aggregate):
            names = {world.role(variable.name) for variable in part.binder.variables}
            if part.kind == "integral" or (part.kind == "sum" and names & (set(world.domains) | set(world.components))):
                return "a sum over states or an integral"
        if isinstance(part, Log) and any(isinstance(inside, Exp) for inside in parts(part)):
            return "the logarithm of an exponential"
        if isinstance(part, _UNFINISHED):
            return f"{_ARTICLES.get(type(part), 'a')} {type(part).__name__.lower()}"
        for name in names_in(part):
            if name in bench.claim.goal_without:
                return name
    return ""


_ARTICLES: Final[Mapping[type[Node], str]] = {Expectation: "an", Entropy: "an", Density: "the formula of a"}


def names_in(part: Node) -> Iterator[str]:
    """What one node (not those below it) names; `y/x` for a partial derivative, `P` for a probability."""
    if isinstance(part, (Symbol, Apply, Density)):
        yield part.name
    elif isinstance(part, Partial):
        yield f"{part.top.name}/{part.bottom.name}"
    elif isinstance(part, Probability):
        yield "P"


# --------------------------------------------------------------------------- what lies between


def composed(relations: Sequence[Relation]) -> Relation | None:
    """What a chain of relations says of its ends; None if nothing."""
    kinds = set(relations) - {"="}
    if not kinds:
        return "="
    for strict, loose in ((">", ">="), ("<", "<=")):
        if kinds <= {strict, loose}:
            return strict if strict in kinds else loose  # type: ignore[return-value]
    return "!=" if kinds == {"!="} and list(relations).count("!=") == 1 else None


def implies(have: Relation | None, want: Relation) -> bool:
    return have == want or (want in ("<=", ">=") and have in ("=", want[0]))


def _relation_problem(wanted: Relation, orientation: int, relations: Sequence[Relation]) -> str:
    want = wanted if orientation == 1 else TURNED[wanted]
    have = composed(relations)
    if implies(have, want):
        return ""
    if have is None:
        return "the relations point in different directions, so the chain says nothing of its ends"
    if implies(TURNED[have], want):
        return f"the chain shows '{relation_sign(have)}' where '{relation_sign(want)}' is claimed: the wrong direction"
    return f"the chain shows '{relation_sign(have)}' where '{relation_sign(want)}' is claimed"


def inner_problem(
    bench: Bench, members: Sequence[Node | None], circles: Sequence[tuple[int, int]], idle: Sequence[bool]
) -> str:
    """Which of the claim's demands on the members between the ends is not met, in words; empty: none.

    Where any member will do, one of them must be more than a rewriting of an end; where one must hold something, it
    may be a rewriting, but no detour from there and back. A member that is `idle` does not count, nor what only pads
    the start or cancels: `a e^c / e^c`, `a + e^c - e^c`.
    """
    inner_places = [place for place in range(1, len(members) - 1) if not idle[place]]
    distinct = [k for k in range(len(members)) if not idle[k] and not any(first < k <= last for first, last in circles)]
    for inner in bench.claim.inner:
        if inner.contains or inner.names:
            places = [k for k in inner_places if not _in_detour(bench, members, k, circles)]
            count = sum(_holds(bench, inner, normal(member)) for k in places if (member := members[k]) is not None)
        else:
            count = len(inner_places) if len(distinct) > 2 else 0
        if count < inner.count:
            return f"between the ends there must be {inner.words}"
    return ""


def _in_detour(bench: Bench, members: Sequence[Node | None], place: int, circles: Sequence[tuple[int, int]]) -> bool:
    """Whether a member only stands between a formula and the same formula again, or leads elsewhere and back."""
    member = members[place]
    for first, last in circles:
        turn, back = members[first], members[last]
        if not first < place < last:
            continue
        if member is None or turn is None or back is None or not bench.identical(member, turn):
            return True
        if normal(turn) == normal(back):
            return True
    return False


def _holds(bench: Bench, inner: Inner, member: Node) -> bool:
    """Whether the member holds what is wanted, and would not be the claim's start with anything else in its place."""
    member = without_cancelled(member)
    wanted = {normal(expression(latex, bench.claim.vocabulary)) for latex in inner.contains}
    found = {part for part in parts(member) if part in wanted or any(name in inner.names for name in names_in(part))}
    if not found:
        return False
    other = transformed(member, lambda part: _in_its_place(part, found))
    return not any(other != member and bench.identical(other, ends.start) for ends in bench.gallery.ends)


def _in_its_place(part: Node, found: Collection[Node]) -> Node:
    """A number for what was found, and its inverse for the inverse: `a e^c e^{-c}` is `a` whatever `e^c` is."""
    if part in found:
        return Number("2")
    inverse = isinstance(part, Exp) and isinstance(part.operand, Negative) and Exp(part.operand.operand) in found
    return Quotient(Number("1"), Number("2")) if inverse else part
