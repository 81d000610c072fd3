"""Which facts a step needs: those without which it fails. Circles are dropped before anything is counted."""

from __future__ import annotations

from collections.abc import Sequence

from grader.proof.agreement import agree, holds
from grader.proof.bench import Bench, opposed
from grader.proof.breaks import Fact
from grader.proof.evaluating.evaluate import Outcome, Undefined
from grader.proof.normal import parts
from grader.proof.syntax import Absolute, Aggregate, Apply, Extremum, Indicator, Node, Norm, Power, Quotient, Relation

_EQUALITY_WORLDS = 4  # an equality that fails, fails nearly everywhere
_INEQUALITY_WORLDS = 24  # an inequality may survive in some


def facts_of(bench: Bench, relation: Relation, left: Node, right: Node) -> tuple[str, ...]:
    """The names of the facts, and lemmas in place of facts, that the step needs, in the claim's order."""
    needed = [
        _name(bench, fact, left, right) for fact in bench.claim.facts if needs(bench, fact, relation, left, right)
    ]
    return tuple(dict.fromkeys(needed))


def needs(bench: Bench, fact: Fact, relation: Relation, left: Node, right: Node) -> bool:
    """Whether the step fails in some world where the fact is false."""
    count = (
        _EQUALITY_WORLDS
        if relation == "=" and not any(_folds(bench, side) for side in (left, right))
        else _INEQUALITY_WORLDS
    )
    return any(
        not holds(relation, bench.value(left, instance), bench.value(right, instance))
        for instance in bench.gallery.broken(fact, count)
    )


def _folds(bench: Bench, node: Node) -> bool:
    """Whether a formula may hide an inequality: `a = |a|` says a ≥ 0, `a = max(a, b)` a ≥ b."""
    for part in parts(node):
        match part:
            case Absolute() | Extremum() | Indicator() | Norm() | Aggregate("max" | "min") | Power(_, Quotient()):
                return True
            case Apply(name) if name not in bench.gallery.evaluator.meanings:
                return True
    return False


def _name(bench: Bench, fact: Fact, left: Node, right: Node) -> str:
    """The fact's name, or the lemma's that fails just as the step does without the fact."""
    instances = list(bench.gallery.broken(fact, _EQUALITY_WORLDS))
    gaps = [bench.gap(left, right, instance) for instance in instances]
    if any(isinstance(gap, Undefined) for gap in gaps) or all(agree(gap, 0.0) for gap in gaps):
        return fact.name
    for lemma, lemma_left, lemma_right in bench.gallery.lemmas:
        others: list[Outcome] = [bench.gap(lemma_left, lemma_right, instance) for instance in instances]
        if opposed(gaps, others) is not None:
            return lemma.name
    return fact.name


def words_of(bench: Bench, names: Sequence[str]) -> list[str]:
    """How a student reads of facts and lemmas."""
    words = {fact.name: fact.words for fact in bench.claim.facts}
    words |= {lemma.name: lemma.words for lemma in bench.claim.lemmas}
    return [words[name] for name in names]


def circles(bench: Bench, members: Sequence[Node | None]) -> list[tuple[int, int]]:
    """The stretches between two identical members (their positions), not overlapping.

    What follows the first member that is the last one already comes first; then, from the start on, the longest
    stretch from each member. None stands for a member that cannot be read.
    """
    end = len(members) - 1
    arrived = next((k for k in range(end) if _identical(bench, members[k], members[end])), end)
    found = []
    place = 0
    while place < arrived:
        last = max(k for k in range(place, arrived + 1) if k == place or _identical(bench, members[place], members[k]))
        if last > place:
            found.append((place, last))
        place = last + 1
    return [*found, (arrived, end)] if arrived < end else found


def _identical(bench: Bench, member: Node | None, other: Node | None) -> bool:
    return member is not None and other is not None and bench.identical(member, other)


def kept(count: int, dropped: Sequence[tuple[int, int]]) -> list[bool]:
    """For each of `count` steps (member k to k + 1), whether it is left when circles are dropped."""
    return [not any(first <= step < last for first, last in dropped) for step in range(count)]
