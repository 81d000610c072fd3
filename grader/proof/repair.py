"""What may have gone wrong in a false step: small changes to one side that would make it true.

The left side is blamed only where it begins the chain and is no side of the claim; else the claim starts there, or a
step ends that was judged already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from grader.proof.agreement import agree, holds
from grader.proof.attack import refuted
from grader.proof.bench import Bench
from grader.proof.ends import TURNED
from grader.proof.normal import transformed
from grader.proof.syntax import (
    Aggregate,
    Divergence,
    Entropy,
    Log,
    Negative,
    Node,
    Number,
    Product,
    Quotient,
    Relation,
    Sum,
)


def hint(bench: Bench, relation: Relation, left: Node, right: Node, *, begins: bool = False) -> str:
    """The change that would make the step true, in words; empty if none is found.

    `begins` says that the left side is the first member of its chain.
    """
    turned = _direction(bench, relation, left, right) if relation != "=" else ""
    if turned:
        return turned
    for words, changed in _repaired(bench, relation, left, right, begins=begins):
        if not _idle(bench, relation, *changed) and refuted(bench, relation, *changed) is None:
            return words
    return _direction(bench, relation, left, right)


def _repaired(
    bench: Bench, relation: Relation, left: Node, right: Node, *, begins: bool
) -> Iterator[tuple[str, tuple[Node, Node]]]:
    for words, candidate in _candidates(bench, relation, right, left):
        yield f"{words} (right side)", (left, candidate)
    if begins and not _is_side(bench, left):
        for words, candidate in _candidates(bench, relation, left, right):
            yield f"{words} (left side)", (candidate, right)


def _is_side(bench: Bench, node: Node) -> bool:
    """Whether a member has the value of one of the claim's sides."""
    sides = (side for ends in bench.gallery.ends for side in (ends.start, ends.goal) if side is not None)
    return any(bench.failing("=", node, side) is None for side in sides)


def _candidates(bench: Bench, relation: Relation, changed: Node, other: Node) -> Iterator[tuple[str, Node]]:
    """The repairs that would tell something: a factor too many makes many an inequality true, and log 1 is 0."""
    yield from signs(changed)
    values = [bench.value(other, instance) for instance in bench.gallery.sound]
    if relation == "=" and not all(agree(value, values[0]) for value in values):
        yield from factors(changed)


def _idle(bench: Bench, relation: Relation, left: Node, right: Node) -> bool:
    """Whether the signs of the two sides alone make the step true, one of them 0 perhaps: that mends nothing."""
    sound = bench.gallery.sound
    if relation == "=":
        return all(agree(bench.value(side, instance), 0.0) for instance in sound for side in (left, right))
    larger, smaller = (left, right) if relation in (">", ">=") else (right, left)
    return all(
        holds(">=", bench.value(larger, instance), 0.0) and holds("<=", bench.value(smaller, instance), 0.0)
        for instance in sound
    )


def _direction(bench: Bench, relation: Relation, left: Node, right: Node) -> str:
    """Whether another relation holds where this one does not."""
    if relation != "=":
        turned = refuted(bench, TURNED[relation], left, right) is None
        return "the inequality points the other way" if turned else ""
    if bench.claim.relation == "=":
        return ""  # an inequality leads nowhere here
    for other in ("≥", "≤"):
        if refuted(bench, ">=" if other == "≥" else "<=", left, right) is None:
            return f"the two sides differ, always in the same direction: was {other} meant?"
    return ""


def signs(node: Node) -> Iterator[tuple[str, Node]]:
    """Changed signs, swapped arguments, brackets: the likeliest mistakes, with what they say of the original."""
    yield from _below(node, _term_signs)
    yield "the sign is wrong", Negative(node)
    for words, change in (
        ("the arguments of KL are swapped", _swapped),
        ("the sign of the entropy is wrong", _negated_entropy),
    ):
        changed = transformed(node, change)
        if changed != node:
            yield words, changed
    yield from _brackets(node)


def factors(node: Node) -> Iterator[tuple[str, Node]]:
    """Logarithms, factors and whole terms that are missing or too many."""
    for words, change in _CHANGES:
        yield f"{words} is missing", change(node)
    yield "it should be the reciprocal", Quotient(Number("1"), node)
    yield from _below(node, _term_factors)


_HALF = Quotient(Number("1"), Number("2"))
_CHANGES: Final[Sequence[tuple[str, Callable[[Node], Node]]]] = (
    ("a -log", lambda node: Negative(Log(node))),
    ("a log", lambda node: Negative(Log(node.operand)) if isinstance(node, Negative) else Log(node)),
    ("a factor ½", lambda node: Product((_HALF, node))),
    ("a factor 2", lambda node: Product((Number("2"), node))),
)


def _term_signs(node: Node) -> Iterator[tuple[str, Node]]:
    """One term of a sum with the other sign."""
    if isinstance(node, Sum):
        for place, term in enumerate(node.terms):
            opposite = term.operand if isinstance(term, Negative) else Negative(term)
            yield f"the sign of term {place + 1} is wrong", _with(node, place, opposite)


def _term_factors(node: Node) -> Iterator[tuple[str, Node]]:
    """One term of a sum with something that was missing, or left out; anything else with a logarithm."""
    if not isinstance(node, Sum):
        yield from ((f"{words} is missing", change(node)) for words, change in _CHANGES[:2])
        return
    for place, term in enumerate(node.terms):
        for words, change in _CHANGES:
            yield f"in term {place + 1} {words} is missing", _with(node, place, change(term))
        rest = (*node.terms[:place], *node.terms[place + 1 :])
        yield f"term {place + 1} should not be there", Sum(rest) if len(rest) > 1 else rest[0]


def _with(node: Sum, place: int, term: Node) -> Sum:
    return Sum((*node.terms[:place], term, *node.terms[place + 1 :]))


def _below(node: Node, changes: Callable[[Node], Iterator[tuple[str, Node]]]) -> Iterator[tuple[str, Node]]:
    """The changes of the expression, then of one term, of what a sum runs over, behind a sign, of one factor."""
    yield from changes(node)
    match node:
        case Sum(terms):
            for place, term in enumerate(terms):
                for words, changed in _below(term, changes):
                    yield f"in term {place + 1}: {words}", _with(node, place, changed)
        case Aggregate():
            yield from ((words, replace(node, body=changed)) for words, changed in _below(node.body, changes))
        case Negative(operand):
            yield from ((words, Negative(changed)) for words, changed in _below(operand, changes))
        case Product(parts):
            for place, factor in enumerate(parts):
                for words, changed in _below(factor, changes):
                    yield words, Product((*parts[:place], changed, *parts[place + 1 :]))


def _brackets(node: Node) -> Iterator[tuple[str, Node]]:
    """A bracket around all that follows a sum or a logarithm."""
    if isinstance(node, Sum) and isinstance(node.terms[0], Aggregate):
        first = node.terms[0]
        yield "a bracket is missing after the sum", replace(first, body=Sum((first.body, *node.terms[1:])))
    if isinstance(node, Sum) and isinstance(node.terms[0], Product):
        factor, head = node.terms[0].factors[0], node.terms[0].factors[1:]
        rest = Product(head) if len(head) > 1 else head[0]
        yield "a bracket is missing around the sum", Product((factor, Sum((rest, *node.terms[1:]))))


def _swapped(node: Node) -> Node:
    return Divergence(node.p, node.q) if isinstance(node, Divergence) else node


def _negated_entropy(node: Node) -> Node:
    return Negative(node) if isinstance(node, Entropy) else node
