"""Expressions up to the order of terms and factors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from grader.proof.syntax import Indicator, Negative, Node, Number, Probability, Product, Relation, Sum

# Comparisons are written with the smaller side first.
_TURNED: Final[Mapping[Relation, Relation]] = {">": "<", ">=": "<="}


def transformed(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with `change` applied to every node, from the leaves up."""
    changes: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            changes[field.name] = transformed(value, change)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(transformed(v, change) if isinstance(v, Node) else v for v in value)
    return change(replace(node, **changes))


def normal(node: Node) -> Node:
    """Terms and factors in one order, signs of factors in front."""
    return transformed(node, _ordered)


def _ordered(node: Node) -> Node:
    match node:
        case Sum(terms):
            return Sum(tuple(sorted(terms, key=repr)))
        case Product(factors):
            signs = sum(isinstance(factor, Negative) for factor in factors)
            bare = [factor.operand if isinstance(factor, Negative) else factor for factor in factors]
            product = Product(tuple(sorted(bare, key=repr)))
            return Negative(product) if signs % 2 else product
        case Negative(Negative(operand)):
            return operand
        case Indicator(left, relation, right) if relation in _TURNED:
            return Indicator(right, _TURNED[relation], left)
        case Probability(left, relation, right) if relation in _TURNED:
            return Probability(right, _TURNED[relation], left)
    return node


def without_cancelled(node: Node) -> Node:
    """In normal form, without the terms of sums that cancel: `a + b - b` is `a`."""
    return transformed(normal(node), lambda part: _cancelled(part.terms) if isinstance(part, Sum) else part)


def _cancelled(terms: Sequence[Node]) -> Node:
    flat = [inner for term in terms for inner in (term.terms if isinstance(term, Sum) else (term,))]
    for term in flat:
        if isinstance(term, Negative) and term.operand in flat:
            flat.remove(term.operand)
            flat.remove(term)
            return _cancelled(flat)
    return Sum(tuple(flat)) if len(flat) > 1 else flat[0] if flat else Number("0")


def parts(node: Node) -> Iterator[Node]:
    """The node and everything in it."""
    yield node
    for child in node.children():
        yield from parts(child)
