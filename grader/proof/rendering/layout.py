"""A tree as boxes, with every bracket that the tree needs: what was read is what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from grader.proof import syntax
from grader.proof.rendering.boxes import Box, Fence, Fraction, Limits, Row, Script, Word
from grader.proof.rendering.lettering import name_box
from grader.proof.syntax import Node

_SIGNS = {"sum": "∑", "product": "∏", "integral": "∫", "max": "max", "min": "min"}
_RELATIONS = {"=": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">", "!=": "≠"}
_FAMILIES = ("cal N", "N", "Bernoulli")
_COMMA = Word(",", "mo")
# What reaches as far to the right as it can: in front of other factors it needs brackets.
_OPEN_ENDED = (syntax.Aggregate, syntax.Derivative)
_TERMS = (syntax.Sum, syntax.Negative)
_ATOMS = (
    *(syntax.Number, syntax.Symbol, syntax.Density, syntax.Apply, syntax.Absolute, syntax.Norm, syntax.Indicator),
    *(syntax.Expectation, syntax.Variance, syntax.Probability, syntax.Divergence, syntax.Entropy, syntax.Extremum),
)


def box(node: Node) -> Box:
    """The formula laid out."""
    return _RULES[type(node)](node)


def relation_sign(relation: syntax.Relation) -> str:
    return _RELATIONS[relation]


def fenced(node: Node) -> Box:
    return Fence("(", box(node), ")")


# --------------------------------------------------------------------------- names


def _listed(nodes: Iterable[Node], separator: Box = _COMMA) -> Box:
    parts: list[Box] = []
    for node in nodes:
        parts += [separator] if parts else []
        parts.append(box(node))
    return parts[0] if len(parts) == 1 else Row(tuple(parts))


def _indexed(base: Box, indices: tuple[Node, ...]) -> Box:
    if not indices:
        return base
    single = all(isinstance(index, syntax.Symbol | syntax.Number) for index in indices)
    below = Row(tuple(box(index) for index in indices)) if single and len(indices) > 1 else _listed(indices)
    return Script(base, below)


# --------------------------------------------------------------------------- arithmetic


def _number(node: syntax.Number) -> Box:
    return Word(node.digits, "mn")


def _symbol(node: syntax.Symbol) -> Box:
    return _indexed(name_box(node.name), node.indices)


def _sum(node: syntax.Sum) -> Box:
    parts: list[Box] = []
    for term in node.terms:
        negative = isinstance(term, syntax.Negative)
        inner = term.operand if isinstance(term, syntax.Negative) else term
        if parts or negative:
            parts.append(Word("−" if negative else "+", "mo"))
        parts.append(fenced(inner) if isinstance(inner, _TERMS) else box(inner))
    return Row(tuple(parts), " ")


def _negative(node: syntax.Negative) -> Box:
    inner = node.operand
    return Row((Word("−", "mo"), fenced(inner) if isinstance(inner, _TERMS) else box(inner)))


def _product(node: syntax.Product) -> Box:
    parts: list[Box] = []
    last = len(node.factors) - 1
    for place, factor in enumerate(node.factors):
        if parts and isinstance(_leftmost(factor), syntax.Number):
            parts.append(Word("·", "mo"))
        parts.append(box(factor) if place == last and not _needs_fence(factor) else _closed(factor))
    return Row(tuple(parts), " ")


def _leftmost(node: Node) -> Node:
    while isinstance(node, syntax.Power):
        node = node.base
    return node


def _needs_fence(node: Node) -> bool:
    return isinstance(node, (*_TERMS, syntax.Product))


def _closed(node: Node) -> Box:
    """So that what follows is no part of it."""
    if isinstance(node, syntax.Log):
        return Row((Word("log"), fenced(node.operand)))
    return fenced(node) if _needs_fence(node) or isinstance(node, _OPEN_ENDED) else box(node)


def _quotient(node: syntax.Quotient) -> Box:
    return Fraction(box(node.top), box(node.bottom))


def _power(node: syntax.Power) -> Box:
    return Script(_base(node.base), above=box(node.exponent))


def _base(node: Node) -> Box:
    return box(node) if isinstance(node, _ATOMS) else fenced(node)


def _log(node: syntax.Log) -> Box:
    inner = node.operand
    if _needs_fence(inner):
        return Row((Word("log"), fenced(inner)))
    return Row((Word("log"), box(inner)), " ")


def _exp(node: syntax.Exp) -> Box:
    return Row((Word("exp"), fenced(node.operand)))


def _absolute(node: syntax.Absolute) -> Box:
    return Fence("|", box(node.operand), "|")


def _norm(node: syntax.Norm) -> Box:
    return Fence("‖", box(node.operand), "‖")


def _extremum(node: syntax.Extremum) -> Box:
    return Row((Word(node.which), Fence("(", _listed(node.operands), ")")))


def _inner(node: syntax.Inner) -> Box:
    return Row((_transposed(node.left), _base(node.right)), " ")


def _quadratic(node: syntax.Quadratic) -> Box:
    return Row((_transposed(node.left), _base(node.matrix), _base(node.right)), " ")


def _transposed(node: Node) -> Box:
    return Script(_base(node), above=Word("T"))


def _indicator(node: syntax.Indicator) -> Box:
    return Fence("⟦", _event(node), "⟧")


def _event(node: syntax.Indicator | syntax.Probability) -> Box:
    return Row((box(node.left), Word(_RELATIONS[node.relation], "mo"), box(node.right)), " ")


def _apply(node: syntax.Apply) -> Box:
    return _called(name_box(node.name), _listed(node.arguments)) if node.arguments else name_box(node.name)


def _called(name: Box, arguments: Box) -> Box:
    return Row((name, Fence("(", arguments, ")")))


# --------------------------------------------------------------------------- sums over something


def _aggregate(node: syntax.Aggregate) -> Box:
    below, above = _binder(node.binder, node.kind)
    body = fenced(node.body) if isinstance(node.body, _TERMS) else box(node.body)
    parts: tuple[Box, ...] = (Limits(_SIGNS[node.kind], below, above), body)
    if node.kind == "integral" and node.binder.low is not None:
        parts += (Row((Word("d"), _listed(node.binder.variables))),)
    return Row(parts, " ")


def _binder(node: syntax.Binder, kind: str) -> tuple[Box, Box | None]:
    variables = _listed(node.variables)
    high = None if node.high is None else box(node.high)
    if node.low is not None:
        equals: tuple[Box, ...] = () if kind == "integral" else (variables, Word("=", "mo"))
        return Row((*equals, box(node.low))), high
    if node.relation is not None and node.bound is not None:
        return Row((variables, Word(_RELATIONS[node.relation], "mo"), box(node.bound))), high
    if node.listed:
        values: Box = Fence("{", _listed(node.listed), "}")
        values = values if node.length is None else Script(values, above=box(node.length))
        return Row((variables, Word("∈", "mo"), values)), high
    return variables, high


# --------------------------------------------------------------------------- probability


def _density(node: syntax.Density) -> Box:
    name = _indexed(name_box(node.name), node.subscripts)
    if not node.arguments and not node.conditions:
        return name
    parts = [_listed(node.arguments)] if node.arguments else [Word("·", "mo")]
    if node.conditions:
        parts += [Word(";" if node.name in _FAMILIES else "|", "mo"), _listed(node.conditions)]
    return _called(name, Row(tuple(parts)))


def _moment(sign: Box, node: syntax.Expectation | syntax.Variance) -> Box:
    below: list[Box] = []
    if node.variables:
        below.append(_listed(node.variables))
    if node.density is not None:
        below += [Word("∼", "mo")] if below else []
        below.append(box(node.density))
    if node.subscript is not None:
        below.append(box(node.subscript))
    base = Script(sign, Row(tuple(below))) if below else sign
    return Row((base, Fence("[", box(node.body), "]")))


def _expectation(node: syntax.Expectation) -> Box:
    return _moment(Word("𝔼"), node)


def _variance(node: syntax.Variance) -> Box:
    return _moment(Word("Var"), node)


def _probability(node: syntax.Probability) -> Box:
    return _called(Word("P"), _event(node))


def _divergence(node: syntax.Divergence) -> Box:
    return Row((Word("KL"), Fence("[", Row((box(node.q), Word("‖", "mo"), box(node.p)), " "), "]")))


def _entropy(node: syntax.Entropy) -> Box:
    return Row((Word("ℍ"), Fence("[", box(node.q), "]")))


# --------------------------------------------------------------------------- derivatives


def _derivative(node: syntax.Derivative) -> Box:
    sign: Box = Word("∇", "mo")
    if node.parameter is not None:
        sign = Script(sign, box(node.parameter))
    body = fenced(node.body) if _needs_fence(node.body) else box(node.body)
    return Row((sign, body), " ")


def _partial(node: syntax.Partial) -> Box:
    curly = Word("∂", "mo")
    return Fraction(Row((curly, box(node.top))), Row((curly, box(node.bottom))))


_RULES: Mapping[type[Node], Callable[[Any], Box]] = {
    syntax.Number: _number,
    syntax.Symbol: _symbol,
    syntax.Sum: _sum,
    syntax.Negative: _negative,
    syntax.Product: _product,
    syntax.Quotient: _quotient,
    syntax.Power: _power,
    syntax.Log: _log,
    syntax.Exp: _exp,
    syntax.Absolute: _absolute,
    syntax.Norm: _norm,
    syntax.Extremum: _extremum,
    syntax.Inner: _inner,
    syntax.Quadratic: _quadratic,
    syntax.Indicator: _indicator,
    syntax.Apply: _apply,
    syntax.Aggregate: _aggregate,
    syntax.Density: _density,
    syntax.Expectation: _expectation,
    syntax.Variance: _variance,
    syntax.Probability: _probability,
    syntax.Divergence: _divergence,
    syntax.Entropy: _entropy,
    syntax.Derivative: _derivative,
    syntax.Partial: _partial,
}
